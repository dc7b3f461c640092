package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** RandomTreesEmbedding: which leaf of each tree a row reaches, one column for each leaf. */
public final class TreesEmbedding implements Estimator {
    private final Features features;
    private final List<FlatTrees> trees;
    private final Estimator encoder;

    private TreesEmbedding(Features features, List<FlatTrees> trees, Estimator encoder) {
        this.features = features;
        this.trees = List.copyOf(trees);
        this.encoder = encoder;
    }

    public static TreesEmbedding read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<FlatTrees> trees = new ArrayList<>();
        for (Object member : attributes.items("estimators_")) {
            PickledTree tree = PickledTree.of(attributes.member(member).object("tree_"));
            TreeFlattener flattener = new TreeFlattener(features.count(), false);
            flattener.add(tree.withValues(numbered(tree.left.length)));
            trees.add(flattener.flatten());
        }
        Estimator encoder = converter.convert(attributes.require("one_hot_encoder_"));
        return new TreesEmbedding(features, trees, encoder);
    }

    private static double[] numbered(int nodes) {
        double[] numbers = new double[nodes];
        Arrays.setAll(numbers, node -> node);
        return numbers;
    }

    /** Each leaf is named after its tree and its node. */
    @Override
    public List<String> outputNames(List<String> inputNames) {
        String prefix = features.owner().toLowerCase(Locale.ROOT) + "_";
        List<String> numbers = IntStream.range(0, trees.size()).mapToObj(i -> prefix + i).toList();
        return encoder.outputNames(numbers);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] reached = new double[matrix.rows() * trees.size()];
        for (int tree = 0; tree < trees.size(); tree++) {
            double[] leaves = trees.get(tree).sum(matrix);
            for (int row = 0; row < leaves.length; row++) {
                reached[row * trees.size() + tree] = leaves[row];
            }
        }
        return encoder.apply(Method.TRANSFORM, Rows.matrix(reached, trees.size()));
    }
}
