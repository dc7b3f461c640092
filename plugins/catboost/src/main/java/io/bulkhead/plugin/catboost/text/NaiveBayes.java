package io.bulkhead.plugin.catboost.text;

import java.util.Arrays;
import java.util.List;

/**
 * The probability of each class by multinomial naive Bayes.
 *
 * @param classPrior added to the number of each class's texts
 * @param tokenPrior added to the count of each token
 * @param seenTokens how many tokens there were in training
 * @param texts how many texts each class had
 */
public record NaiveBayes(
        ClassFrequencies frequencies,
        double classPrior,
        double tokenPrior,
        double seenTokens,
        List<Integer> texts)
        implements TextCalcer {
    /** Copies the list. */
    public NaiveBayes {
        texts = List.copyOf(texts);
    }

    @Override
    public int width() {
        return frequencies.classCount();
    }

    @Override
    public double[] compute(TokenCounts text) {
        double[] values = new double[width()];
        for (int label = 0; label < values.length; label++) {
            values[label] = logProbability(label, text);
        }
        double greatest = Arrays.stream(values).max().orElse(0);
        double sum = 0;
        for (int label = 0; label < values.length; label++) {
            values[label] = Math.exp(values[label] - greatest);
            sum += values[label];
        }
        for (int label = 0; label < values.length; label++) {
            values[label] /= sum;
        }
        return values;
    }

    private double logProbability(int label, TokenCounts text) {
        double value = Math.log(texts.get(label) + classPrior);
        double tokens = frequencies.tokens().get(label) + tokenPrior * (seenTokens + 1);
        double length = 0;
        for (int i = 0; i < text.size(); i++) {
            int count = text.counts()[i];
            int known = frequencies.of(label, text.ids()[i]);
            if (known == 0) {
                tokens += tokenPrior; // one more that the class has not seen
            }
            value += count * Math.log(tokenPrior + known);
            length += count;
        }
        return value - length * Math.log(tokens);
    }
}
