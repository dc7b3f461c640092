package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.TreeAttribution;

/** Shares out what trees add up to. */
record TreeShares(TreeMargins kernel, TreeAttribution attribution) implements Attribution {
    @Override
    public void addContributions(float[] rows, int rowCount, double[] target) {
        attribution.addContributions(kernel.route(rows), rowCount, target);
    }

    /**
     * Adds a value for each pair of features.
     *
     * @param target {@code rows × outputs × (features + 1) × (features + 1)} numbers, which hold 0
     */
    void addInteractions(float[] rows, int rowCount, double[] target) {
        attribution.addInteractions(kernel.route(rows), rowCount, target);
    }
}
