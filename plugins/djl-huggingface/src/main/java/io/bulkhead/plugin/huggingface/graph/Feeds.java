package io.bulkhead.plugin.huggingface.graph;

/**
 * The inputs of one run of a graph. Owns the tensors that it makes; closed by whoever asked for it.
 * Used by one thread.
 */
public interface Feeds extends AutoCloseable {
    /** Adds whole numbers; leaves them out if the graph has no such input. */
    Feeds put(String name, long[] values, long... shape);

    /** Adds numbers; leaves them out if the graph has no such input. */
    Feeds put(String name, float[] values, long... shape);

    /** Computes the outputs, which the caller closes. */
    GraphResult run();

    @Override
    void close();
}
