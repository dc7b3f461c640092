package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.LinearLeaf;
import io.bulkhead.plugin.lightgbm.format.TreeNodes;
import io.bulkhead.plugin.trees.LeafFinder;
import io.bulkhead.plugin.trees.LeafSums;
import io.bulkhead.plugin.trees.LeafValues;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SplitTrees;
import java.util.List;
import java.util.Optional;

/**
 * What trees sum up to, in LightGBM's own order, so that sums agree to the bit. Immutable and safe
 * for use by many threads.
 */
final class TreeSums implements LeafValues {
    private final LeafFinder finder;
    private final Columns columns;
    private final Columns.Filler filler;
    private final double[] values;
    private final LinearLeaf[] linearLeaves;
    private final boolean counted;
    private final int featureCount;
    private final int outputCount;

    TreeSums(List<TreeNodes> trees, int featureCount, int outputCount)
            throws MalformedModelException {
        this.columns = new Columns();
        this.featureCount = featureCount;
        this.outputCount = outputCount;
        this.counted = trees.stream().allMatch(TreeNodes::hasCounts);
        List<LightgbmTree> sources =
                trees.stream().map(tree -> new LightgbmTree(tree, columns, featureCount)).toList();
        int nodeCount = LeafFinder.nodeCount(sources);
        boolean linear = trees.stream().anyMatch(tree -> tree.linearLeaf(0).isPresent());
        this.values = new double[nodeCount];
        this.linearLeaves = new LinearLeaf[linear ? nodeCount : 0];
        this.finder =
                LeafFinder.of(
                        sources,
                        (tree, source, node) ->
                                put(trees.get(tree), sources.get(tree).leafNumber(source), node));
        this.filler = columns.filler(featureCount);
    }

    private void put(TreeNodes tree, int leaf, int node) throws MalformedModelException {
        values[node] = tree.leafValue(leaf);
        Optional<LinearLeaf> linear = tree.linearLeaf(leaf);
        if (linear.isPresent()) {
            linear.get().requireFeaturesBelow(featureCount);
            linearLeaves[node] = linear.get();
        }
    }

    private boolean isLinear() {
        return linearLeaves.length > 0;
    }

    /**
     * Sums up the trees' leaves.
     *
     * @param rows values row by row; NaN may be missing
     * @return sums row by row
     */
    double[] sums(double[] rows, int rowCount) {
        double[] sums = new double[Math.multiplyExact(rowCount, outputCount)];
        double[] cleaned = isLinear() ? Columns.withoutTraces(rows) : rows;
        finder.addLeaves(filler.valuesOf(cleaned), rowCount, addingTo(sums, cleaned));
        return sums;
    }

    private LeafSums addingTo(double[] sums, double[] rows) {
        if (isLinear()) {
            return (firstRow, count, firstTree, trees, nodes) ->
                    addLinear(sums, rows, firstRow, count, firstTree, trees, nodes);
        }
        if (outputCount == 1) {
            return (firstRow, count, firstTree, trees, nodes) ->
                    addToOne(sums, firstRow, count, trees, nodes);
        }
        return (firstRow, count, firstTree, trees, nodes) ->
                addToSeveral(sums, firstRow, count, firstTree, trees, nodes);
    }

    private void addToOne(double[] sums, int firstRow, int rows, int trees, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            double sum = sums[row];
            for (int end = next + trees; next < end; next++) {
                sum += values[nodes[next]];
            }
            sums[row] = sum;
        }
    }

    private void addToSeveral(
            double[] sums, int firstRow, int rows, int firstTree, int trees, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            int output = firstTree % outputCount;
            for (int end = next + trees; next < end; next++) {
                sums[row * outputCount + output] += values[nodes[next]];
                output = output + 1 == outputCount ? 0 : output + 1;
            }
        }
    }

    private void addLinear(
            double[] sums,
            double[] rows,
            int firstRow,
            int count,
            int firstTree,
            int trees,
            int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + count; row++) {
            for (int tree = firstTree; tree < firstTree + trees; tree++) {
                LinearLeaf linear = linearLeaves[nodes[next]];
                sums[row * outputCount + tree % outputCount] +=
                        linear == null
                                ? values[nodes[next]]
                                : linear.value(rows, row * featureCount);
                next++;
            }
        }
    }

    int treeCount() {
        return finder.treeCount();
    }

    /** For each row and each tree the number of its leaf. */
    int[] leafNumbers(double[] rows, int rowCount) {
        return finder.leafNumbers(filler.valuesOf(rows), rowCount);
    }

    /** The trees, if all that an attribution asks for is known. */
    Optional<SplitTrees> explained() {
        return counted && !isLinear()
                ? Optional.of(finder.explained(this, columns.features()))
                : Optional.empty();
    }

    /** Where rows go; for one thread and one call. */
    SplitTrees.Route route(double[] rows) {
        return finder.route(filler.valuesOf(rows));
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int firstOutput(int tree) {
        return tree % outputCount;
    }

    @Override
    public int outputsOf(int tree) {
        return 1;
    }

    @Override
    public double value(int leaf, int output) {
        return values[leaf];
    }
}
