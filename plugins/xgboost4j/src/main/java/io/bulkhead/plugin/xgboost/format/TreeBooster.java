package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.List;

/** Trees in the order in which they were grown; with a weight each if the booster is DART. */
public final class TreeBooster implements Booster {
    private static final float[] UNWEIGHTED = {};

    private final List<TreeNodes> trees;
    private final int[] outputs;
    private final int[] iterationStarts;
    private final float[] weights;

    private TreeBooster(
            List<TreeNodes> trees, int[] outputs, int[] iterationStarts, float[] weights) {
        this.trees = List.copyOf(trees);
        this.outputs = outputs;
        this.iterationStarts = iterationStarts;
        this.weights = weights;
    }

    static TreeBooster gbtree(List<TreeNodes> trees, int[] outputs, int[] iterationStarts)
            throws MalformedModelException {
        if (outputs.length != trees.size()) {
            throw new MalformedModelException(
                    "outputs for " + outputs.length + " trees, but there are " + trees.size());
        }
        for (int i = 1; i < iterationStarts.length; i++) {
            if (iterationStarts[i] < iterationStarts[i - 1]) {
                throw new MalformedModelException("iterations are not in order");
            }
        }
        int last = iterationStarts[iterationStarts.length - 1];
        if (iterationStarts[0] != 0 || last != trees.size()) {
            throw new MalformedModelException(
                    "iterations of " + last + " trees, but there are " + trees.size());
        }
        return new TreeBooster(trees, outputs, iterationStarts, UNWEIGHTED);
    }

    TreeBooster withWeights(float[] treeWeights) throws MalformedModelException {
        if (treeWeights.length != trees.size()) {
            throw new MalformedModelException(
                    treeWeights.length + " dart weights for " + trees.size() + " trees");
        }
        return new TreeBooster(trees, outputs, iterationStarts, treeWeights);
    }

    @Override
    public String name() {
        return weights == UNWEIGHTED ? "gbtree" : "dart";
    }

    public int treeCount() {
        return trees.size();
    }

    public TreeNodes tree(int index) {
        return trees.get(index);
    }

    /**
     * The output (class, target) that this tree adds to; 0 for trees with a vector in each leaf.
     */
    public int outputOf(int tree) {
        return outputs[tree];
    }

    /** What this tree's leaves are multiplied by. */
    public float weightOf(int tree) {
        return weights == UNWEIGHTED ? 1 : weights[tree];
    }

    public int iterationCount() {
        return iterationStarts.length - 1;
    }

    /** The number of trees grown in the first so many iterations. */
    public int treesOfIterations(int iterations) {
        return iterationStarts[iterations];
    }
}
