package io.bulkhead.plugin.huggingface.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The tokens of one sequence, and how the next is chosen. Not thread-safe. */
final class GrowingTokens {
    private final GenerationSettings settings;
    private final TokenChoice choice;
    private final int positions;
    private final int start;
    private final int longest;
    private final List<TokenProbability> probabilities = new ArrayList<>();
    private long[] tokens;
    private boolean complete;

    /**
     * @param given what it begins with
     * @param number of the sequence within its call
     */
    GrowingTokens(long[] given, OptionalInt positions, GenerationSettings settings, int number) {
        this.settings = settings;
        this.tokens = given.clone();
        this.start = tokens.length;
        this.longest = settings.longest(start);
        this.positions = positions.orElse(Integer.MAX_VALUE);
        this.choice = new TokenChoice(settings.sampling(), number);
    }

    boolean isOver() {
        return complete || tokens.length >= longest || tokens.length > positions;
    }

    /** Adds the next token by the model's scores, which are changed. */
    void add(float[] scores) {
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
    }

    List<TokenProbability> probabilities() {
        return probabilities;
    }

    /** All so far; never written to. */
    long[] tokens() {
        return tokens;
    }

    int length() {
        return tokens.length;
    }

    int start() {
        return start;
    }

    boolean isComplete() {
        return complete;
    }
}
