package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.trees.LeafFinder;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.List;

/**
 * Trees that compare in double precision and know missing values and categories; each adds to one
 * of some scores in turn. Immutable.
 */
final class HistTrees {
    private final LeafFinder finder;
    private final HistColumns.Filler filler;
    private final double[] values;
    private final int scores;

    private HistTrees(LeafFinder finder, HistColumns.Filler filler, double[] values, int scores) {
        this.finder = finder;
        this.filler = filler;
        this.values = values;
        this.scores = scores;
    }

    /**
     * Lays trees out.
     *
     * @param trees the first of each score, then the second of each, and so on
     * @param known the categories that each feature was fitted on: 256 bits each
     */
    static HistTrees of(List<HistTree> trees, HistColumns columns, int[] known, int scores)
            throws PickleException {
        try {
            double[] values = new double[LeafFinder.nodeCount(trees)];
            LeafFinder finder =
                    LeafFinder.of(
                            trees,
                            (tree, source, node) -> values[node] = trees.get(tree).value(source));
            return new HistTrees(finder, columns.filler(known), values, scores);
        } catch (MalformedModelException e) {
            throw new PickleException("histogram boosting: " + e.getMessage(), e);
        }
    }

    /** Adds the leaves that rows reach to their scores. */
    void addTo(double[] sums, double[] rows, int width) {
        finder.addLeaves(
                filler.valuesOf(rows, width),
                sums.length / scores,
                (firstRow, count, firstTree, treeCount, nodes) ->
                        add(sums, firstRow, count, firstTree, treeCount, nodes));
    }

    private void add(
            double[] sums, int firstRow, int count, int firstTree, int treeCount, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + count; row++) {
            int score = firstTree % scores;
            for (int end = next + treeCount; next < end; next++) {
                sums[row * scores + score] += values[nodes[next]];
                score = score + 1 == scores ? 0 : score + 1;
            }
        }
    }
}
