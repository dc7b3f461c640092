package io.bulkhead.host.telemetry.tracing;

import io.bulkhead.host.config.ServerSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and where traces are sent, as properties of OpenTelemetry's SDK: what {@code
 * tracing_server} and the variables {@code OTEL_*} say. Nothing is traced unless one of them names
 * where to.
 */
public final class TracingProperties {
    private static final String PREFIX = "OTEL_";
    private static final String EXPORTER = "otel.traces.exporter";
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";
    private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
    private static final String RESOURCE = "otel.resource.attributes";
    private static final String NONE = "none";

    private TracingProperties() {}

    /**
     * The properties; none if nothing is to be traced.
     *
     * @param version of the server
     * @param variables the environment
     */
    public static Map<String, String> of(
            ServerSettings settings, String version, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>();
        all.put("otel.service.name", settings.serverName());
        variables.forEach((name, value) -> addVariable(name, value, all));
        settings.observability().tracingServer().ifPresent(server -> addServer(server, all));
        if (!areWanted(all)) {
            return Map.of();
        }
        all.merge(RESOURCE, "service.version=" + version, (theirs, ours) -> ours + "," + theirs);
        all.put("otel.metrics.exporter", NONE); // Prometheus fetches them
        all.put("otel.logs.exporter", NONE);
        return all;
    }

    private static void addVariable(String name, String value, Map<String, String> all) {
        if (name.startsWith(PREFIX) && !value.isBlank()) {
            all.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
        }
    }

    private static void addServer(String server, Map<String, String> all) {
        all.put(TRACES_ENDPOINT, server.contains("://") ? server : "http://" + server);
        if (!all.containsKey(PROTOCOL)) {
            all.putIfAbsent(TRACES_PROTOCOL, "grpc");
        }
    }

    private static boolean areWanted(Map<String, String> all) {
        Optional<String> exporter = Optional.ofNullable(all.get(EXPORTER));
        boolean named =
                exporter.isPresent()
                        || all.containsKey(ENDPOINT)
                        || all.containsKey(TRACES_ENDPOINT);
        boolean off =
                exporter.filter(NONE::equals).isPresent()
                        || Boolean.parseBoolean(all.get("otel.sdk.disabled"));
        return named && !off;
    }
}
