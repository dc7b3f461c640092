package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.inference.RequestContext;
import java.util.List;

/** A sequence whose tokens are computed by whoever asks for them. */
final class LoneSequence implements TokenSequence {
    private final GrowingTokens tokens;
    private final LanguageModel.Continuation continuation;

    /**
     * @param continuation this sequence's from now on
     */
    LoneSequence(GrowingTokens tokens, LanguageModel.Continuation continuation) {
        this.tokens = tokens;
        this.continuation = continuation;
    }

    @Override
    public boolean advance() {
        if (tokens.isOver()) {
            return false;
        }
        tokens.add(continuation.next(tokens.tokens()));
        return true;
    }

    @Override
    public void letRun() {
        // Whoever reads makes them.
    }

    @Override
    public void finish(RequestContext context) {
        do {
            Generator.requireWanted(context);
        } while (advance());
    }

    @Override
    public List<TokenProbability> probabilities() {
        return tokens.probabilities();
    }

    @Override
    public long[] tokens() {
        return tokens.tokens().clone();
    }

    @Override
    public int start() {
        return tokens.start();
    }

    @Override
    public boolean isComplete() {
        return tokens.isComplete();
    }

    @Override
    public void close() {
        continuation.close();
    }
}
