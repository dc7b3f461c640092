package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.api.error.ServingException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The variables {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in either case. */
final class Proxies {
    private static final int DEFAULT_PORT = 8080;

    private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param variables of the process
     */
    Proxies(Map<String, String> variables) {
        variables.forEach(this.variables::put);
    }

    /** What leads to an address; the JDK's own settings where the variables say nothing. */
    Proxy of(URI address) {
        Optional<String> proxy = text(address.getScheme() + "_proxy").or(() -> text("all_proxy"));
        if (proxy.isEmpty() || isExempt(String.valueOf(address.getHost()))) {
            return Proxy.NO_PROXY;
        }
        String text = proxy.get().contains("://") ? proxy.get() : "http://" + proxy.get();
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return new Proxy(
                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
            }
        } catch (IllegalArgumentException e) {
            throw ServingException.loadFailed(address.getScheme() + "_proxy is no address", e);
        }
        throw ServingException.loadFailed(address.getScheme() + "_proxy is no address", null);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(t -> !t.isEmpty());
    }

    private boolean isExempt(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String entry : List.of(text("no_proxy").orElse("").split(",", -1))) {
            String exempt = entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            if (exempt.equals("*") || covers(exempt, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String exempt, String host) {
        return !exempt.isEmpty() && (host.equals(exempt) || host.endsWith("." + exempt));
    }
}
