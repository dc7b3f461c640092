package io.bulkhead.api;

/**
 * A model's own metrics: histograms under the name given, labelled with the model's name and
 * version. The counterpart of MLServer's {@code register} and {@code log}. Safe for use by many
 * threads.
 */
public interface ModelMetrics {
    /**
     * Declares a metric; doing so again changes nothing.
     *
     * @param name letters, digits and underscores, as Prometheus wants them
     * @param description one line
     * @throws IllegalArgumentException if the name is not legal or belongs to the server
     */
    void register(String name, String description);

    /**
     * Observes a value.
     *
     * @throws IllegalArgumentException if no metric of this name is registered
     */
    void log(String name, double value);
}
