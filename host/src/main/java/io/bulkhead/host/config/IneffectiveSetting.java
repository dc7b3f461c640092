package io.bulkhead.host.config;

import java.util.List;
import java.util.Locale;

/**
 * A setting of MLServer's server that is known and changes nothing here; who sets it is told.
 *
 * @param name as in {@code settings.json}
 * @param reason why it has no effect
 */
record IneffectiveSetting(String name, String reason) {
    private static final String NO_KAFKA = "there is no Kafka yet";
    private static final String NO_CACHE = "answers are not cached yet";
    private static final String NOT_OURS = "it is for a Python library that does not run here";

    /** All of them, in the order of the documentation. */
    static List<IneffectiveSetting> all() {
        return List.of(
                new IneffectiveSetting(
                        "parallel_workers_timeout",
                        "a stop waits for the requests under way, 20 seconds at most"),
                new IneffectiveSetting("cache_enabled", NO_CACHE),
                new IneffectiveSetting("cache_size", NO_CACHE),
                new IneffectiveSetting("kafka_enabled", NO_KAFKA),
                new IneffectiveSetting("kafka_servers", NO_KAFKA),
                new IneffectiveSetting("kafka_topic_input", NO_KAFKA),
                new IneffectiveSetting("kafka_topic_output", NO_KAFKA),
                new IneffectiveSetting(
                        "metrics_dir", "metrics of child JVMs need no folder to be shared in"),
                new IneffectiveSetting("_custom_rest_server_settings", NOT_OURS),
                new IneffectiveSetting("_custom_grpc_server_settings", NOT_OURS),
                new IneffectiveSetting("_custom_metrics_server_settings", NOT_OURS));
    }

    /** Its name in the environment. */
    String variable() {
        return "MLSERVER_" + name.toUpperCase(Locale.ROOT);
    }
}
