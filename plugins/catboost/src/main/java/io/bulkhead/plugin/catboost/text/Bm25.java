package io.bulkhead.plugin.catboost.text;

/**
 * How well a text fits to each class by Okapi BM25, a class taken for one long document.
 *
 * @param saturation BM25's {@code k}
 * @param lengthWeight BM25's {@code b}
 * @param leastWeight what a token weighs at least
 * @param totalTokens of all classes, as CatBoost counts them
 */
public record Bm25(
        ClassFrequencies frequencies,
        double saturation,
        double lengthWeight,
        double leastWeight,
        double totalTokens)
        implements TextCalcer {
    @Override
    public int width() {
        return frequencies.classCount();
    }

    @Override
    public double[] compute(TokenCounts text) {
        int classes = width();
        double[] scores = new double[classes];
        double meanLength = totalTokens / classes;
        for (int i = 0; i < text.size(); i++) {
            int token = text.ids()[i];
            double weight = weight(token);
            for (int label = 0; label < classes; label++) {
                double count = frequencies.of(label, token);
                if (count > 0) {
                    double length = frequencies.tokens().get(label);
                    double part = 1 - lengthWeight + lengthWeight * meanLength / length;
                    scores[label] +=
                            weight * count * (saturation + 1) / (count + saturation * part);
                }
            }
        }
        return scores;
    }

    /** The more classes have a token, the less it says. */
    private double weight(int token) {
        int having = 0;
        for (int label = 0; label < width(); label++) {
            having += frequencies.of(label, token) > 0 ? 1 : 0;
        }
        return Math.max(Math.log((width() - having + 0.5) / (having + 0.5)), leastWeight);
    }
}
