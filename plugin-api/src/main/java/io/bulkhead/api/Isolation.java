package io.bulkhead.api;

/** What stands between a model and the rest of the server. */
public enum Isolation {
    /** A classloader of the model's own in the server's JVM. */
    CLASSLOADER,
    /** A child JVM of the model's own. */
    PROCESS
}
