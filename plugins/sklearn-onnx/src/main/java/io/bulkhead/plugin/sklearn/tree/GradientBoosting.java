package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Regression trees that each correct the sum of those before: one chain for each score. */
final class GradientBoosting {
    private static final double SMALLEST = Math.ulp(1f);

    private final Features features;
    private final List<FlatTrees> chains;
    private final double learningRate;
    private final Optional<Estimator> first;
    private final boolean centred;

    private GradientBoosting(
            Features features,
            List<FlatTrees> chains,
            double learningRate,
            Optional<Estimator> first,
            boolean centred) {
        this.features = features;
        this.chains = List.copyOf(chains);
        this.learningRate = learningRate;
        this.first = first;
        this.centred = centred;
    }

    static GradientBoosting read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        NdArray members = attributes.array("estimators_");
        if (members.rank() != 2 || members.length() == 0) {
            throw new PickleException(attributes.owner() + " has no table of trees");
        }
        List<FlatTrees> chains = new ArrayList<>();
        for (int chain = 0; chain < members.size(1); chain++) {
            chains.add(chain(attributes, members, chain, features.count()));
        }
        double learningRate =
                attributes
                        .findNumber("learning_rate")
                        .orElseThrow(() -> attributes.unsupported("learning_rate", "nothing"));
        return new GradientBoosting(
                features,
                chains,
                learningRate,
                first(attributes, converter),
                attributes.writtenBy(1, 4));
    }

    private static FlatTrees chain(Attributes attributes, NdArray members, int chain, int features)
            throws PickleException {
        TreeFlattener flattener = new TreeFlattener(features, false);
        List<Object> all = members.toObjects();
        for (int i = chain; i < all.size(); i += members.size(1)) {
            flattener.add(PickledTree.of(attributes.member(all.get(i)).object("tree_")));
        }
        FlatTrees trees = flattener.flatten();
        if (trees.width() != 1) {
            throw new PickleException(attributes.owner() + " has trees of several outputs");
        }
        return trees;
    }

    private static Optional<Estimator> first(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Object first = attributes.require("init_");
        return first.equals("zero") ? Optional.empty() : Optional.of(converter.convert(first));
    }

    int scores() {
        return chains.size();
    }

    /** The numbers that a regressor answers. */
    double[] predict(Values input) {
        Matrix matrix = single(features.finite(input));
        double[] start =
                first.map(each -> Answers.numbers(each.apply(Method.PREDICT, matrix)))
                        .orElseGet(() -> new double[matrix.rows()]);
        return addTrees(matrix, start.clone());
    }

    /**
     * The scores of a classifier.
     *
     * @param link of the probability of the second of two classes
     */
    double[] decide(Values input, DoubleUnaryOperator link) {
        Matrix matrix = single(features.finite(input));
        double[] start = new double[matrix.rows() * scores()];
        if (first.isPresent()) {
            double[] shares =
                    Answers.numbers(first.get().apply(Method.PREDICT_PROBA, matrix)).clone();
            for (int i = 0; i < shares.length; i++) {
                shares[i] = Math.max(SMALLEST, Math.min(1 - SMALLEST, shares[i]));
            }
            start = scores() == 1 ? ofPairs(shares, link) : logs(shares, scores());
        }
        return addTrees(matrix, start);
    }

    /** Everything is rounded to single precision first, for the first estimator too. */
    private static Matrix single(Matrix matrix) {
        double[] rounded = new double[matrix.values().length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) matrix.values()[i];
        }
        return new Matrix(matrix.rows(), matrix.columns(), rounded, true);
    }

    private static double[] ofPairs(double[] shares, DoubleUnaryOperator link) {
        double[] scores = new double[shares.length / 2];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = link.applyAsDouble(shares[row * 2 + 1]);
        }
        return scores;
    }

    /** Newer versions take the mean of each row from its logarithms. */
    private double[] logs(double[] shares, int classes) {
        for (int from = 0; from < shares.length; from += classes) {
            double mean = 0;
            for (int i = from; i < from + classes; i++) {
                shares[i] = Math.log(shares[i]);
                mean += shares[i] / classes;
            }
            for (int i = from; centred && i < from + classes; i++) {
                shares[i] -= mean;
            }
        }
        return shares;
    }

    private double[] addTrees(Matrix matrix, double[] scores) {
        for (int chain = 0; chain < chains.size(); chain++) {
            double[] sums = chains.get(chain).sum(matrix);
            for (int row = 0; row < sums.length; row++) {
                scores[row * chains.size() + chain] += learningRate * sums[row];
            }
        }
        return scores;
    }
}
