package io.bulkhead.plugin.huggingface.generation;

import java.util.OptionalLong;

/**
 * How a token is drawn.
 *
 * @param wanted whether it is; else the likeliest is taken
 * @param temperature below 1 likelier tokens become likelier still
 * @param topK only so many of the likeliest; 0 is all
 * @param topP only the likeliest that have this probability together
 * @param minP only those with at least this part of the likeliest one's probability
 * @param seed makes a call repeatable; empty: each is different
 */
record Sampling(
        boolean wanted, double temperature, int topK, double topP, double minP, OptionalLong seed) {
    private static final int DEFAULT_TOP_K = 50;

    static Sampling of(Wishes wishes) {
        return new Sampling(
                wishes.flag("do_sample"),
                wishes.positive("temperature", 1),
                wishes.atLeast(0, "top_k").orElse(DEFAULT_TOP_K),
                wishes.share("top_p", 1),
                wishes.share("min_p", 0),
                wishes.integer("seed").map(OptionalLong::of).orElse(OptionalLong.empty()));
    }
}
