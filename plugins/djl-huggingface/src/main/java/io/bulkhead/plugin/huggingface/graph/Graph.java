package io.bulkhead.plugin.huggingface.graph;

import java.util.Optional;
import java.util.Set;

/**
 * A computation with named inputs and outputs, whichever engine computes it. Owns what the engine
 * has of it. Safe for use by many threads.
 */
public sealed interface Graph extends AutoCloseable permits OnnxGraph, TorchGraph {
    /** The names of the outputs in order. */
    Set<String> outputs();

    /** Whether there is such an input. */
    boolean takes(String input);

    /** The size of one dimension of an input if the graph takes no other. */
    Optional<Integer> fixedSize(String input, int axis);

    /** Where to gather the inputs of one run. */
    Feeds feeds();

    @Override
    void close();
}
