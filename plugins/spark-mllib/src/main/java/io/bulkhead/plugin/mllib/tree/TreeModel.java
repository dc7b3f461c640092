package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The trees of one saved model, with their weights.
 *
 * @param featureCount of the vectors they take
 * @param classCount of a classifier; 0 if the file does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TreeModel(Trees trees, double[] weights, int featureCount, int classCount) {
    private static final double[] NO_STATISTICS = new double[0];

    /** A model of {@code org.apache.spark.ml}, of one tree or of many. */
    static TreeModel read(SavedStage saved) throws IOException {
        int features = wholeOf(saved, "numFeatures");
        int classes = saved.extra("numClasses").isPresent() ? wholeOf(saved, "numClasses") : 0;
        TreesBuilder builder = new TreesBuilder(features);
        boolean single = saved.extra("numTrees").isEmpty();
        for (Group row : saved.data()) {
            int tree = single ? 0 : row.whole("treeID");
            Group node = single ? row : row.group("nodeData");
            builder.add(tree, node.whole("id"), nodeOf(node, classes));
        }
        double[] weights = single ? new double[] {1} : weights(saved);
        return new TreeModel(builder.build(weights.length, false), weights, features, classes);
    }

    private static TreesBuilder.Node nodeOf(Group node, int classes) throws IOException {
        double[] statistics =
                node.has("impurityStats") ? node.numbers("impurityStats") : NO_STATISTICS;
        if (statistics.length < classes) {
            throw new MalformedModelException("a node knows too few classes");
        }
        double prediction = node.number("prediction");
        if (node.whole("leftChild") < 0) {
            return new TreesBuilder.Node(
                    0, 0, Trees.LEAF, 0, CategorySplit.NONE, prediction, statistics);
        }
        Group split = node.group("split");
        double[] bounds = split.numbers("leftCategoriesOrThreshold");
        int categories = split.whole("numCategories");
        boolean ordered = categories == -1;
        if (ordered && bounds.length != 1) {
            throw new MalformedModelException("a split without a threshold");
        }
        return new TreesBuilder.Node(
                node.whole("leftChild"),
                node.whole("rightChild"),
                split.whole("featureIndex"),
                ordered ? bounds[0] : 0,
                ordered ? CategorySplit.NONE : CategorySplit.of(bounds, categories),
                prediction,
                statistics);
    }

    private static double[] weights(SavedStage saved) throws IOException {
        List<Group> rows = saved.rows("treesMetadata");
        double[] weights = new double[rows.size()];
        Arrays.fill(weights, Double.NaN);
        for (Group row : rows) {
            // Newer versions, 4.3 for one, give these columns no names.
            int tree = row.whole(row.has("treeID") ? "treeID" : "_1");
            if (tree < 0 || tree >= weights.length) {
                throw new MalformedModelException("tree " + tree + " of " + weights.length);
            }
            String weight = row.has("_3") ? "_3" : "weights";
            weights[tree] = row.has(weight) ? row.number(weight) : 1;
        }
        return weights;
    }

    private static int wholeOf(SavedStage saved, String field) throws MalformedModelException {
        if (saved.extra(field).orElse("") instanceof Long value
                && value >= 0
                && value <= Integer.MAX_VALUE) {
            return value.intValue();
        }
        throw new MalformedModelException(saved.kind() + ": '" + field + "' is missing");
    }

    /** What the trees say, by their weights. */
    double weightedSum(VectorBuffer row) {
        double sum = 0;
        for (int tree = 0; tree < weights.length; tree++) {
            sum += weights[tree] * trees.prediction(trees.leaf(tree, row));
        }
        return sum;
    }
}
