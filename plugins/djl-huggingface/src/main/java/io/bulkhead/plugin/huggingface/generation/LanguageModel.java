package io.bulkhead.plugin.huggingface.generation;

import java.util.OptionalInt;

/**
 * A model that says which token comes next: a decoder alone, or one behind an encoder. Safe for use
 * by many threads.
 */
public interface LanguageModel extends AutoCloseable {
    /** What the generated tokens are put behind: the prompt, or the decoder's first token. */
    long[] start(long[] input);

    /** Reads the input, once for all tokens that are made of it. The caller closes the result. */
    Continuation begin(long[] input);

    /** The most tokens in a sequence; empty if any number will do. */
    OptionalInt positions();

    /** Frees the graphs. */
    @Override
    void close();

    /** One sequence on its way. Used by one thread at a time. */
    interface Continuation extends AutoCloseable {
        /**
         * The logits of the token behind these.
         *
         * @param tokens all of the sequence so far, {@link LanguageModel#start} included
         */
        float[] next(long[] tokens);

        /** Frees what is kept between two tokens. */
        @Override
        void close();
    }
}
