package io.bulkhead.plugin.catboost.text;

/**
 * Whether a text has a token: 1 or 0 for each of the first tokens of the dictionary.
 *
 * @param width how many tokens it asks for
 */
public record BagOfWords(int width) implements TextCalcer {
    @Override
    public double[] compute(TokenCounts text) {
        double[] values = new double[width];
        for (int i = 0; i < text.size(); i++) {
            if (text.ids()[i] >= 0 && text.ids()[i] < width) {
                values[text.ids()[i]] = 1;
            }
        }
        return values;
    }
}
