package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.LeafFinder;
import io.bulkhead.plugin.trees.RowValues;
import io.bulkhead.plugin.trees.SplitTrees;
import io.bulkhead.plugin.trees.TreeAttribution;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trees that add to margins. */
final class TreeMargins implements MarginKernel {
    private final LeafFinder finder;
    private final Columns.Filler columns;
    private final BoosterLeaves leaves;
    private final Optional<TreeAttribution> attribution;

    /**
     * @param covered whether it is known how many training rows came to each node
     */
    TreeMargins(
            LeafFinder finder,
            Columns columns,
            BoosterLeaves leaves,
            int featureCount,
            boolean covered) {
        this.finder = finder;
        this.columns = columns.filler(featureCount);
        this.leaves = leaves;
        SplitTrees trees = finder.explained(leaves, columns.features());
        this.attribution =
                covered && !leaves.areVectors()
                        ? TreeAttribution.of(trees, featureCount)
                        : Optional.empty();
    }

    @Override
    public void addMargins(float[] rows, int rowCount, float[] margins) {
        finder.addLeaves(columns.valuesOf(rows), rowCount, leaves.addingTo(margins));
    }

    @Override
    public @Nullable Attribution attribution() {
        return attribution.map(shares -> new TreeShares(this, shares)).orElse(null);
    }

    int treeCount() {
        return finder.treeCount();
    }

    /** For each row and each tree the number of its leaf, as the file numbers the nodes. */
    int[] leafNumbers(float[] rows, int rowCount) {
        return finder.leafNumbers(columns.valuesOf(rows), rowCount);
    }

    /** Where rows go; for one thread and one call. */
    SplitTrees.Route route(float[] rows) {
        RowValues values = columns.valuesOf(rows);
        return finder.route(values);
    }
}
