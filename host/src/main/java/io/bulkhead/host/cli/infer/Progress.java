package io.bulkhead.host.cli.infer;

/** Where a batch stands. Thread-safe. */
interface Progress extends AutoCloseable {
    /** So many bytes of the input are dealt with. */
    void advance(long bytes);

    @Override
    void close();

    /** Nobody watches. */
    static Progress none() {
        return new Progress() {
            @Override
            public void advance(long bytes) {}

            @Override
            public void close() {}
        };
    }
}
