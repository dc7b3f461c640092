package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.trees.DoubleBuilder;
import io.bulkhead.plugin.trees.MalformedModelException;

/**
 * The values of leaves as CatBoost shares them out among features, in trees that are not symmetric.
 * A node of the binary format may be a leaf itself on one side. CatBoost counts that leaf for rows
 * that go to the other side, too, so that its shares do not add up to predictions. The same follows
 * if the leaf's value is added to every leaf on the other side. For one model.
 */
final class SharedLeaves {
    private static final int DEEPEST = 512;

    private final NodeTrees trees;
    private final int dimension;
    private final boolean compete;
    private final DoubleBuilder values = new DoubleBuilder();
    private double[] mean;
    private double average;
    private int visits;

    /**
     * @param compete whether values are classes' that compete: CatBoost takes what is common to all
     *     of them away from each leaf
     */
    SharedLeaves(NodeTrees trees, int dimension, boolean compete) {
        this.trees = trees;
        this.dimension = dimension;
        this.compete = compete;
        this.mean = new double[dimension];
    }

    /** From now on it is about this tree. */
    void startTree(int root) throws MalformedModelException {
        mean = new double[dimension];
        average = 0;
        if (root < 0) {
            visit(0);
            System.arraycopy(trees.leafValues(), ~root, mean, 0, dimension);
            return;
        }
        double weight = addLeaves(root, 0, mean);
        int own = trees.ownLeaves()[root];
        if (own != NodeTrees.NO_LEAF) {
            weight -= trees.leafWeights()[own / dimension];
        }
        for (int i = 0; i < dimension; i++) {
            mean[i] = weight > 0 ? mean[i] / weight : 0;
            average += compete ? mean[i] / dimension : 0;
        }
    }

    /** Adds all leaves, each as often as training rows came to it, and tells how often that was. */
    private double addLeaves(int source, int level, double[] sum) throws MalformedModelException {
        visit(level);
        if (source >= 0) {
            return addLeaves(trees.left()[source], level + 1, sum)
                    + addLeaves(trees.right()[source], level + 1, sum);
        }
        double weight = trees.leafWeights()[~source / dimension];
        for (int i = 0; i < dimension; i++) {
            sum[i] += weight * trees.leafValues()[~source + i];
        }
        return weight;
    }

    /** A node may be the end of several branches in a file that is not CatBoost's. */
    private void visit(int level) throws MalformedModelException {
        if (level > DEEPEST || ++visits > trees.splits().length + trees.leafWeights().length) {
            throw new MalformedModelException("trees whose branches meet, or are too deep");
        }
    }

    /** Adds what rows get of the tree that nothing is known of. */
    void addMean(double[] means) {
        for (int i = 0; i < dimension; i++) {
            means[i] += mean[i];
        }
    }

    /** What leaves below a node get that is a leaf itself. */
    double[] pushed(int own, double[] above) {
        double[] pushed = above.clone();
        for (int i = 0; i < dimension; i++) {
            pushed[i] += trees.leafValues()[own + i] - average;
        }
        return pushed;
    }

    /** Where the values of a leaf begin now. */
    int leaf(int offset, double[] pushed) {
        int first = values.size();
        for (int i = 0; i < dimension; i++) {
            values.add(trees.leafValues()[offset + i] + pushed[i]);
        }
        return first;
    }

    /** Where those of a branch begin that is not gone into. */
    int nothing(double[] pushed) {
        int first = values.size();
        for (int i = 0; i < dimension; i++) {
            values.add(average + pushed[i]);
        }
        return first;
    }

    double[] values() {
        return values.toArray();
    }
}
