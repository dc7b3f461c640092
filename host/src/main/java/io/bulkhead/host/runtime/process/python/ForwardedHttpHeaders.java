package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers go on to an MLServer, and which of its own come back. */
final class ForwardedHttpHeaders {
    /** Those that say how this one message is laid out, or that the client may not set. */
    private static final Set<String> OF_THE_MESSAGE =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "http2-settings",
                    "inference-header-content-length",
                    "transfer-encoding",
                    "upgrade");

    private static final Set<String> OF_THE_SERVER =
            Set.of("connection", "content-length", "content-type", "date", "server", "vary");

    private ForwardedHttpHeaders() {}

    static void write(RequestContext context, boolean withType, HttpRequest.Builder request) {
        context.headers()
                .forEach(
                        (name, values) -> {
                            boolean type = withType && name.equals("content-type");
                            if (type || !OF_THE_MESSAGE.contains(name)) {
                                values.forEach(value -> add(request, name, value));
                            }
                        });
    }

    private static void add(HttpRequest.Builder request, String name, String value) {
        boolean legal = value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
        if (legal && name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
            request.header(name, value);
        }
    }

    /** The model's own of an answer, as parameters of it; empty if there are none. */
    static Parameters read(HttpHeaders headers) {
        Map<String, Object> own = new HashMap<>();
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith(":") && !OF_THE_SERVER.contains(name) && !name.startsWith("ce-")) {
                own.put(name, String.join(", ", header.getValue()));
            }
        }
        return own.isEmpty() ? Parameters.empty() : Parameters.copyOf(own);
    }
}
