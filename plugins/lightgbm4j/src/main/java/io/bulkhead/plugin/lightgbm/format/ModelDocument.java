package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.Categories;
import java.util.List;
import java.util.Map;

/**
 * What a model file says, before anything is made of it.
 *
 * @param version of the format, e.g. {@code v4}; the file does not tell that of the library
 * @param objective as written, with its parameters, e.g. {@code binary sigmoid:1}; empty for a
 *     custom one
 * @param featureCount the number of features that a row must have
 * @param outputCount sums for each row, one for each class
 * @param averaged whether the sums are divided by the number of iterations (random forests)
 * @param featureNames as many as there are features; may be empty
 * @param categories of features that were pandas' categories, by the features' numbers
 * @param trees in the order in which they were grown, those of one iteration together
 */
public record ModelDocument(
        String version,
        String objective,
        int featureCount,
        int outputCount,
        boolean averaged,
        List<String> featureNames,
        Map<Integer, Categories> categories,
        List<TreeNodes> trees) {
    /** Copies the lists. */
    public ModelDocument {
        featureNames = List.copyOf(featureNames);
        categories = Map.copyOf(categories);
        trees = List.copyOf(trees);
    }

    /** Rounds of boosting. */
    public int iterationCount() {
        return trees.size() / outputCount;
    }
}
