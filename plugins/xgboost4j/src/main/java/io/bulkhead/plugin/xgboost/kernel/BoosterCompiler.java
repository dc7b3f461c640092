package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.LeafFinder;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.TreeBooster;
import io.bulkhead.plugin.xgboost.format.TreeNodes;
import java.util.ArrayList;
import java.util.List;

/** Makes of the trees of a booster what adds to margins. Good for one booster. */
final class BoosterCompiler {
    /** 1 GiB; a small file cannot ask for more memory. */
    private static final long MAX_VECTOR_VALUES = 1L << 28;

    private final TreeBooster booster;
    private final int featureCount;
    private final int outputCount;
    private final Columns columns = new Columns();
    private final List<BoosterTree> trees = new ArrayList<>();
    private final int[] outputs;
    private final boolean vectors;
    private final float[] values;
    private final int[] firsts;
    private int size;

    BoosterCompiler(TreeBooster booster, int treeCount, int featureCount, int outputCount)
            throws MalformedModelException {
        this.booster = booster;
        this.featureCount = featureCount;
        this.outputCount = outputCount;
        this.outputs = new int[treeCount];
        for (int tree = 0; tree < treeCount; tree++) {
            trees.add(new BoosterTree(booster.tree(tree), columns, featureCount));
            outputs[tree] = checkedOutput(tree);
        }
        this.vectors = trees.stream().anyMatch(tree -> tree.nodes().leafSize() > 1);
        int nodeCount = LeafFinder.nodeCount(trees);
        this.values = new float[vectors ? vectorValues() : nodeCount];
        this.firsts = new int[vectors ? nodeCount : 0];
    }

    private int checkedOutput(int tree) throws MalformedModelException {
        int leafSize = booster.tree(tree).leafSize();
        if (leafSize > 1 && leafSize != outputCount) {
            throw new MalformedModelException(
                    "leaves of " + leafSize + " values for " + outputCount + " outputs");
        }
        int output = booster.outputOf(tree);
        if (output < 0 || output >= outputCount) {
            throw new MalformedModelException(
                    "tree " + tree + " adds to output " + output + " of " + outputCount);
        }
        return output;
    }

    private int vectorValues() throws MalformedModelException {
        long count = 0;
        for (BoosterTree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++) {
                count += tree.isLeaf(node) ? outputCount : 0;
            }
        }
        if (count > MAX_VECTOR_VALUES) {
            throw new MalformedModelException("leaves of " + count + " values are too many");
        }
        return (int) count;
    }

    TreeMargins compile() throws MalformedModelException {
        LeafFinder finder = LeafFinder.of(trees, vectors ? this::putVector : this::putNumber);
        boolean covered = trees.stream().allMatch(tree -> tree.nodes().hasCovers());
        BoosterLeaves leaves = new BoosterLeaves(values, firsts, outputs, outputCount);
        return new TreeMargins(finder, columns, leaves, featureCount, covered);
    }

    private void putNumber(int tree, int source, int node) throws MalformedModelException {
        values[node] = booster.tree(tree).leafValue(source, 0) * booster.weightOf(tree);
    }

    private void putVector(int tree, int source, int node) throws MalformedModelException {
        firsts[node] = size;
        for (int output = 0; output < outputCount; output++) {
            values[size++] = vectorValue(tree, source, output) * booster.weightOf(tree);
        }
    }

    private float vectorValue(int tree, int source, int output) throws MalformedModelException {
        TreeNodes nodes = booster.tree(tree);
        if (nodes.leafSize() > 1) {
            return nodes.leafValue(source, output);
        }
        return output == outputs[tree] ? nodes.leafValue(source, 0) : 0;
    }
}
