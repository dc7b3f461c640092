package io.bulkhead.host.plugin.release;

/** A class loader that should go once it is closed. */
public interface ReleasedLoader {
    /** Tells it from all others of this process, also in a dump of the heap. */
    long number();

    /** In stack traces, where it stands before the classes. */
    String label();
}
