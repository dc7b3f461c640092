package io.bulkhead.plugin.huggingface.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One sequence, which grows token by token. Used by one thread at a time; closed by whoever began
 * it.
 */
public final class TokenSequence implements AutoCloseable {
    private final GenerationSettings settings;
    private final LanguageModel.Continuation continuation;
    private final TokenChoice choice;
    private final int positions;
    private final int start;
    private final int longest;
    private long[] tokens;
    private final List<TokenProbability> probabilities = new ArrayList<>();
    private boolean complete;

    TokenSequence(LanguageModel model, long[] input, GenerationSettings settings, int number) {
        this.settings = settings;
        this.tokens = model.start(input).clone();
        this.start = tokens.length;
        this.longest = settings.longest(start);
        this.positions = model.positions().orElse(Integer.MAX_VALUE);
        this.choice = new TokenChoice(settings.sampling(), number);
        this.continuation = model.begin(input);
    }

    /** Adds the next token; false if the sequence is over and none was added. */
    public boolean advance() {
        if (complete || tokens.length >= longest || tokens.length > positions) {
            return false;
        }
        float[] scores = continuation.next(tokens);
        float[] plain = settings.likeliest() < 0 ? scores : scores.clone();
        settings.rules().apply(scores, tokens, start, longest, settings.lengths());
        settings.penalties().apply(scores, tokens, start);
        int next = choice.next(scores);
        if (settings.likeliest() >= 0) {
            probabilities.add(TokenProbability.of(plain, next, settings.likeliest()));
        }
        tokens = Arrays.copyOf(tokens, tokens.length + 1);
        tokens[tokens.length - 1] = next;
        complete = settings.endTokens().contains(next);
        return true;
    }

    /** How likely each token behind the given ones was, if the settings keep that. */
    public List<TokenProbability> probabilities() {
        return probabilities;
    }

    /** All tokens so far, the given ones included; a copy. */
    public long[] tokens() {
        return tokens.clone();
    }

    /** How many of the tokens were given. */
    public int start() {
        return start;
    }

    /** Whether a token came that ends a sequence; otherwise it goes on, or became too long. */
    public boolean isComplete() {
        return complete;
    }

    @Override
    public void close() {
        continuation.close();
    }
}
