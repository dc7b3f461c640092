package io.bulkhead.plugin.huggingface.generation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses the next token by its scores. Not thread-safe. */
final class TokenChoice {
    private final Sampling sampling;
    private final SplittableRandom random;

    /**
     * @param number of the sequence within its call, so that those of one seed differ
     */
    TokenChoice(Sampling sampling, int number) {
        this.sampling = sampling;
        this.random =
                sampling.seed().isPresent()
                        ? new SplittableRandom(sampling.seed().getAsLong() + 31L * number)
                        : new SplittableRandom();
    }

    int next(float[] scores) {
        return sampling.wanted() ? drawn(scores) : likeliest(scores);
    }

    static int likeliest(float[] scores) {
        int best = 0;
        for (int token = 1; token < scores.length; token++) {
            if (scores[token] > scores[best]) {
                best = token;
            }
        }
        return best;
    }

    private int drawn(float[] scores) {
        int[] tokens = candidates(scores);
        double[] weights = weights(scores, tokens);
        int kept = nucleus(weights);
        double total = 0;
        for (int i = 0; i < kept; i++) {
            total += weights[i];
        }
        double point = random.nextDouble() * total;
        for (int i = 0; i < kept; i++) {
            point -= weights[i];
            if (point < 0) {
                return tokens[i];
            }
        }
        return tokens[kept - 1];
    }

    /** The tokens that may come, the likeliest first. */
    private int[] candidates(float[] scores) {
        long[] keys = new long[scores.length];
        for (int token = 0; token < scores.length; token++) {
            keys[token] = ((long) descending(scores[token]) << Integer.SIZE) | token;
        }
        Arrays.sort(keys);
        int most = sampling.topK() == 0 ? scores.length : Math.min(sampling.topK(), scores.length);
        while (most > 1 && scores[(int) keys[most - 1]] == Float.NEGATIVE_INFINITY) {
            most--;
        }
        int[] tokens = new int[most];
        for (int i = 0; i < most; i++) {
            tokens[i] = (int) keys[i];
        }
        return tokens;
    }

    /** An int that is the smaller the larger the number is. */
    private static int descending(float value) {
        int bits = Float.floatToIntBits(value);
        return ~(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
    }

    /** Probabilities, up to a common factor. */
    private double[] weights(float[] scores, int[] tokens) {
        double[] weights = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            double distance = (double) scores[tokens[i]] - scores[tokens[0]];
            weights[i] = i == 0 ? 1 : Math.exp(distance / sampling.temperature());
        }
        return weights;
    }

    /** How many of the likeliest are left by {@code top_p} and {@code min_p}; at least one. */
    private int nucleus(double[] weights) {
        double total = Arrays.stream(weights).sum();
        double before = 0;
        int kept = 0;
        while (kept < weights.length
                && (kept == 0
                        || (before < sampling.topP() * total
                                && weights[kept] >= sampling.minP() * weights[0]))) {
            before += weights[kept++];
        }
        return kept;
    }
}
