package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much each feature makes the nodes of trees purer. */
public final class TreeImportances {
    private TreeImportances() {}

    /** Of a tree, of a forest, or of plain gradient boosting. */
    public static double[] of(Attributes estimator) throws PickleException {
        if (estimator.find("tree_").isPresent()) {
            return shares(gains(estimator.object("tree_"), estimator.integer("n_features_in_")));
        }
        boolean boosting = estimator.owner().startsWith("GradientBoosting");
        List<double[]> each = new ArrayList<>();
        for (Object member : estimator.items("estimators_")) {
            Attributes tree = estimator.member(member);
            double[] gains = gains(tree.object("tree_"), tree.integer("n_features_in_"));
            if (gains.length > 0) {
                each.add(boosting ? gains : shares(gains));
            }
        }
        return shares(sum(each, estimator.integer("n_features_in_")));
    }

    private static double[] sum(List<double[]> each, int count) throws PickleException {
        double[] sum = new double[count];
        for (double[] gains : each) {
            if (gains.length != count) {
                throw new PickleException("a tree has other features than the forest");
            }
            Arrays.setAll(sum, i -> sum[i] + gains[i]);
        }
        return sum;
    }

    private static double[] shares(double[] gains) {
        double sum = Arrays.stream(gains).sum();
        return sum > 0 ? Arrays.stream(gains).map(gain -> gain / sum).toArray() : gains;
    }

    /** Empty for a tree that is a single leaf. */
    private static double[] gains(PickledObject tree, int count) throws PickleException {
        if (!(tree.attribute("nodes").orElse("") instanceof NdArray nodes)) {
            throw new PickleException("tree has no array 'nodes'");
        }
        PickledTree read = PickledTree.of(tree);
        if (read.left.length == 1) {
            return new double[0];
        }
        double[] weights = nodes.fieldDoubles("weighted_n_node_samples");
        double[] impurities = nodes.fieldDoubles("impurity");
        double[] gains = new double[count];
        for (int node = 0; node < weights.length; node++) {
            if (!read.isLeaf(node)) {
                read.requireForward(node);
                if (read.feature[node] < 0 || read.feature[node] >= count) {
                    throw new PickleException("tree asks for a feature that it does not have");
                }
                int left = read.left[node];
                int right = read.right[node];
                gains[read.feature[node]] +=
                        (weights[node] * impurities[node]
                                        - weights[left] * impurities[left]
                                        - weights[right] * impurities[right])
                                / weights[0];
            }
        }
        return gains;
    }
}
