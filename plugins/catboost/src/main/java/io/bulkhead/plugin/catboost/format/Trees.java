package io.bulkhead.plugin.catboost.format;

/**
 * The trees of a model. Splits are numbers in the list of all borders: those of the numeric
 * features, then the values of the one-hot features, then the borders of target statistics.
 */
public sealed interface Trees permits SymmetricTrees, NodeTrees {
    /** How many trees there are. */
    int count();

    /** The values of all leaves, {@code dimension} for each. */
    double[] leafValues();

    /** How many training rows came to each leaf; empty if the file does not say. */
    double[] leafWeights();
}
