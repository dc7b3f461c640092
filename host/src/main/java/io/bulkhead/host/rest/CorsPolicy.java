package io.bulkhead.host.rest;

import io.bulkhead.host.config.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Who may call from a browser's page, decided and said as Starlette does. */
final class CorsPolicy {
    private static final String ANY = "*";
    private static final List<String> ALL_METHODS =
            List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
    private static final List<String> ALWAYS_ALLOWED_HEADERS =
            List.of("Accept", "Accept-Language", "Content-Language", "Content-Type");

    private final ServerSettings.Cors settings;
    private final boolean allOrigins;
    private final boolean allHeaders;
    private final Pattern originPattern;
    private final List<String> methods;
    private final TreeSet<String> headers;
    private final List<String> headersInLowerCase;

    CorsPolicy(ServerSettings.Cors settings) {
        this.settings = settings;
        this.allOrigins = settings.allowOrigins().contains(ANY);
        this.allHeaders = settings.allowHeaders().contains(ANY);
        // A pattern that matches no origin stands for none.
        this.originPattern = Pattern.compile(settings.allowOriginRegex().orElse("(?!)"));
        this.methods =
                settings.allowMethods().contains(ANY) ? ALL_METHODS : settings.allowMethods();
        this.headers = new TreeSet<>(ALWAYS_ALLOWED_HEADERS);
        this.headers.addAll(settings.allowHeaders());
        this.headersInLowerCase =
                headers.stream()
                        .map(header -> header.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableList());
    }

    /** Whether this is a browser that asks before it sends a request. */
    static boolean isPreflight(String method, HttpFields request) {
        return method.equals("OPTIONS")
                && request.contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Adds what the answer to a request from this origin must say. */
    void decorate(String origin, HttpFields request, HttpFields.Mutable response) {
        if (settings.allowCredentials()) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if (allOrigins && !request.contains(HttpHeader.COOKIE)) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else if (isAllowed(origin)) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.put(HttpHeader.VARY, "Origin");
        }
    }

    /**
     * Answers a preflight: fills the headers.
     *
     * @return what is refused; empty if nothing is
     */
    List<String> preflight(String origin, HttpFields request, HttpFields.Mutable response) {
        List<String> refused = new ArrayList<>();
        answerOrigin(origin, response, refused);
        response.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, String.join(", ", methods));
        response.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, settings.maxAgeSeconds());
        if (settings.allowCredentials()) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if (!methods.contains(request.get(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD))) {
            refused.add("method");
        }
        answerHeaders(request, response, refused);
        return refused;
    }

    private void answerOrigin(String origin, HttpFields.Mutable response, List<String> refused) {
        boolean explicit = !allOrigins || settings.allowCredentials();
        if (explicit) {
            response.put(HttpHeader.VARY, "Origin");
        } else {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        }
        if (!isAllowed(origin)) {
            refused.add("origin");
        } else if (explicit) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
    }

    private void answerHeaders(
            HttpFields request, HttpFields.Mutable response, List<String> refused) {
        String wanted = request.get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS);
        if (!allHeaders) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, String.join(", ", headers));
            if (wanted != null && !allAllowed(wanted)) {
                refused.add("headers");
            }
        } else if (wanted != null) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
    }

    private boolean allAllowed(String wanted) {
        for (String header : wanted.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (!headersInLowerCase.contains(header.strip())) {
                return false;
            }
        }
        return true;
    }

    private boolean isAllowed(String origin) {
        return allOrigins
                || settings.allowOrigins().contains(origin)
                || originPattern.matcher(origin).matches();
    }
}
