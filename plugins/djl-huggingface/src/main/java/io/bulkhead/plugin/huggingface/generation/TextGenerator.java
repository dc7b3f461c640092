package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.inference.RequestContext;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/** Makes tokens. Safe for use by many threads. */
public interface TextGenerator {
    /**
     * Goes on with an input.
     *
     * @param input the prompt, or what an encoder reads
     * @return sequences with their start, the best first
     */
    List<long[]> generate(long[] input, GenerationSettings settings, RequestContext context);

    /**
     * Goes on with several inputs, together where the model can.
     *
     * @return what {@link #generate} would give for each
     */
    List<List<long[]>> generateAll(
            List<long[]> inputs, GenerationSettings settings, RequestContext context);

    /**
     * Begins a sequence that is made token by token.
     *
     * @param number of the sequence among those of one call, which seeds count
     * @return to be closed by the caller
     */
    TokenSequence begin(long[] input, GenerationSettings settings, int number);

    /** Where to wait for tokens. */
    Executor executor();

    /** The most tokens in a sequence; empty if any number will do. */
    OptionalInt positions();
}
