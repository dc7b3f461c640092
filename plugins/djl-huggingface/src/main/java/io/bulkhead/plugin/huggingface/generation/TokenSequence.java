package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.inference.RequestContext;
import java.util.List;

/**
 * One sequence, which grows token by token. Used by one thread at a time; closed by whoever began
 * it.
 */
public interface TokenSequence extends AutoCloseable {
    /** Adds the next token, or waits for it; false if the sequence is over and none was added. */
    boolean advance();

    /** All tokens will be read, so none needs to wait for its reader. */
    void letRun();

    /**
     * Adds all tokens that are left.
     *
     * @throws io.bulkhead.api.error.ServingException {@code CANCELLED} if nobody wants them any
     *     more
     */
    void finish(RequestContext context);

    /** How likely each token behind the given ones was, if the settings keep that. */
    List<TokenProbability> probabilities();

    /** All tokens so far, the given ones included; a copy. */
    long[] tokens();

    /** How many of the tokens were given. */
    int start();

    /** Whether a token came that ends a sequence; otherwise it goes on, or became too long. */
    boolean isComplete();

    /** Frees what is kept between two tokens. */
    @Override
    void close();
}
