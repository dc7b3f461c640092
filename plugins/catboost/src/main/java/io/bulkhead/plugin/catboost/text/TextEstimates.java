package io.bulkhead.plugin.catboost.text;

import java.util.List;

/**
 * The numbers that a model makes of its texts. They follow the numeric features of a row.
 *
 * @param sources each with the numbers that it gives, in the order of texts
 */
public record TextEstimates(List<Source> sources) {
    /** Copies the list. */
    public TextEstimates {
        sources = List.copyOf(sources);
    }

    /**
     * What is made of one text by one dictionary.
     *
     * @param text which one of the model's texts
     */
    public record Source(int text, Tokenizer tokenizer, Dictionary dictionary, List<Step> steps) {
        /** Copies the list. */
        public Source {
            steps = List.copyOf(steps);
        }
    }

    /** What a calcer gives: {@code values} that go to {@code targets}. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    public record Step(TextCalcer calcer, int[] values, int[] targets) {}

    /** Models without texts. */
    public static TextEstimates none() {
        return new TextEstimates(List.of());
    }

    /**
     * Computes all that are made of one text of one row.
     *
     * @param text which one of the model's texts
     * @param floats where they go to, from {@code first} on
     */
    public void fill(int text, String value, float[] floats, int first) {
        for (Source source : sources) {
            if (source.text() == text) {
                fill(source, value, floats, first);
            }
        }
    }

    private static void fill(Source source, String value, float[] floats, int first) {
        List<byte[]> tokens = source.tokenizer().tokens(value);
        TokenCounts counts = TokenCounts.of(source.dictionary().ids(tokens));
        for (Step step : source.steps()) {
            double[] computed = step.calcer().compute(counts);
            for (int i = 0; i < step.values().length; i++) {
                floats[first + step.targets()[i]] = (float) computed[step.values()[i]];
            }
        }
    }
}
