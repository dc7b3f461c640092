package io.bulkhead.plugin.catboost.format;

import java.util.List;

/**
 * What is hashed together to look up a target statistic.
 *
 * @param categories indices of categorical features
 * @param floatSplits comparisons of numeric features
 * @param oneHotSplits comparisons of categorical features
 */
public record FeatureCombination(
        List<Integer> categories, List<FloatSplit> floatSplits, List<OneHotSplit> oneHotSplits) {
    /** Copies the lists. */
    public FeatureCombination {
        categories = List.copyOf(categories);
        floatSplits = List.copyOf(floatSplits);
        oneHotSplits = List.copyOf(oneHotSplits);
    }

    /** Whether the numeric feature of this index is greater than the border. */
    public record FloatSplit(int feature, float border) {}

    /** Whether the categorical feature of this index has the value of this hash. */
    public record OneHotSplit(int category, int value) {}
}
