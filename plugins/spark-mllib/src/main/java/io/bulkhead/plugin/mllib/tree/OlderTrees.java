package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.VectorModel;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trees of the older interface: one, or many that vote, add up, or take their mean. */
public final class OlderTrees {
    private static final double[] NO_STATISTICS = new double[0];
    private static final int CATEGORICAL = 1;

    private OlderTrees() {}

    /** DecisionTreeModel. */
    public static VectorModel readTree(SavedStage saved) throws IOException {
        List<Group> rows = saved.data();
        Trees trees = treesOf(rows, 1);
        return new VectorModel(
                featureCount(rows), false, features -> trees.prediction(trees.leaf(0, features)));
    }

    /** RandomForestModel and GradientBoostedTreesModel. */
    public static VectorModel readForest(SavedStage saved) throws IOException {
        Map<?, ?> metadata = saved.objectOf("metadata");
        double[] weights = weights(metadata);
        List<Group> rows = saved.data();
        Trees trees = treesOf(rows, weights.length);
        boolean classifies = "Classification".equals(metadata.get("algo"));
        String combining = String.valueOf(metadata.get("combiningStrategy"));
        VectorModel.Prediction prediction =
                switch (combining) {
                    case "Sum" -> sum(trees, weights, classifies);
                    case "Average" -> mean(trees, weights);
                    case "Vote" -> {
                        VoteOrder order = VoteOrder.of(saved);
                        yield features -> vote(trees, weights, order, features);
                    }
                    default ->
                            throw new MalformedModelException(
                                    "trees combined by '" + combining + "' are not supported");
                };
        return new VectorModel(featureCount(rows), false, prediction);
    }

    private static double[] weights(Map<?, ?> metadata) throws MalformedModelException {
        if (!(metadata.get("treeWeights") instanceof List<?> list)) {
            throw new MalformedModelException("its trees have no weights");
        }
        double[] weights = new double[list.size()];
        for (int i = 0; i < weights.length; i++) {
            if (!(list.get(i) instanceof Number weight)) {
                throw new MalformedModelException("its trees have no weights");
            }
            weights[i] = weight.doubleValue();
        }
        return weights;
    }

    private static VectorModel.Prediction sum(Trees trees, double[] weights, boolean classifies) {
        return features -> {
            double sum = weightedSum(trees, weights, features);
            if (!classifies) {
                return sum;
            }
            return sum > 0 ? 1 : 0;
        };
    }

    private static VectorModel.Prediction mean(Trees trees, double[] weights) {
        double all = 0;
        for (double weight : weights) {
            all += weight;
        }
        double divisor = all;
        return features -> weightedSum(trees, weights, features) / divisor;
    }

    private static double weightedSum(Trees trees, double[] weights, VectorBuffer features) {
        double sum = 0;
        for (int tree = 0; tree < weights.length; tree++) {
            sum += weights[tree] * trees.prediction(trees.leaf(tree, features));
        }
        return sum;
    }

    private static double vote(
            Trees trees, double[] weights, VoteOrder order, VectorBuffer features) {
        Map<Integer, Double> votes = new HashMap<>();
        for (int tree = 0; tree < weights.length; tree++) {
            int choice = (int) trees.prediction(trees.leaf(tree, features));
            votes.merge(choice, weights[tree], Double::sum);
        }
        return order.winner(votes);
    }

    private static Trees treesOf(List<Group> rows, int count) throws IOException {
        TreesBuilder builder = new TreesBuilder(Integer.MAX_VALUE);
        for (Group row : rows) {
            builder.add(row.whole("treeId"), row.whole("nodeId"), nodeOf(row));
        }
        return builder.build(count, true);
    }

    private static TreesBuilder.Node nodeOf(Group row) throws IOException {
        double prediction = row.group("predict").number("predict");
        if (row.flag("isLeaf")) {
            return new TreesBuilder.Node(
                    0, 0, Trees.LEAF, 0, CategorySplit.NONE, prediction, NO_STATISTICS);
        }
        Group split = row.group("split");
        boolean categorical = split.whole("featureType") == CATEGORICAL;
        return new TreesBuilder.Node(
                row.whole("leftNodeId"),
                row.whole("rightNodeId"),
                split.whole("feature"),
                split.number("threshold"),
                categorical ? CategorySplit.of(split.numbers("categories")) : CategorySplit.NONE,
                prediction,
                NO_STATISTICS);
    }

    /** The file does not tell; a request must bring what the splits ask for. */
    private static int featureCount(List<Group> rows) throws IOException {
        int highest = -1;
        for (Group row : rows) {
            if (!row.flag("isLeaf")) {
                highest = Math.max(highest, row.group("split").whole("feature"));
            }
        }
        return highest + 1;
    }
}
