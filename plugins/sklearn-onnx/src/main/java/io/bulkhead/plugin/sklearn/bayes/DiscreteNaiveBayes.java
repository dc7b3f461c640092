package io.bulkhead.plugin.sklearn.bayes;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;

/** Counts or flags: the logarithm of a probability is a weighted sum of them. */
public final class DiscreteNaiveBayes implements Estimator {
    private final Features features;
    private final ClassLabels classes;
    private final double[] weights;
    private final double[] constants;
    private final Optional<Double> threshold;

    private DiscreteNaiveBayes(
            Features features,
            ClassLabels classes,
            double[] weights,
            double[] constants,
            Optional<Double> threshold) {
        this.features = features;
        this.classes = classes;
        this.weights = weights;
        this.constants = constants;
        this.threshold = threshold;
    }

    public static DiscreteNaiveBayes readMultinomial(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        double[] priors = attributes.numbers("class_log_prior_");
        return of(attributes, weights(attributes), priors, Optional.empty());
    }

    /** ComplementNB takes no notice of the priors, but for a single class. */
    public static DiscreteNaiveBayes readComplement(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        double[] priors = attributes.numbers("class_log_prior_");
        double[] constants = priors.length == 1 ? priors : new double[priors.length];
        return of(attributes, weights(attributes), constants, Optional.empty());
    }

    /** BernoulliNB: flags that are absent count too. */
    public static DiscreteNaiveBayes readBernoulli(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        double[] present = weights(attributes);
        double[] constants = attributes.numbers("class_log_prior_").clone();
        double[] weights = new double[present.length];
        int count = constants.length == 0 ? 0 : present.length / constants.length;
        for (int i = 0; i < weights.length; i++) {
            double absent = Math.log(1 - Math.exp(present[i]));
            weights[i] = present[i] - absent;
            constants[i / count] += absent;
        }
        return of(attributes, weights, constants, attributes.findNumber("binarize"));
    }

    private static double[] weights(Attributes attributes) throws PickleException {
        return attributes.numbers("feature_log_prob_");
    }

    private static DiscreteNaiveBayes of(
            Attributes attributes, double[] weights, double[] constants, Optional<Double> threshold)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        if (weights.length != classes.size() * features.count()
                || constants.length != classes.size()) {
            throw new PickleException(attributes.owner() + " has no parameters for each class");
        }
        return new DiscreteNaiveBayes(features, classes, weights, constants, threshold);
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] values = values(features.finite(input));
        int count = features.count();
        int rows = values.length / count;
        double[] logs = new double[rows * classes.size()];
        for (int i = 0; i < logs.length; i++) {
            int label = i % classes.size();
            int row = i / classes.size();
            logs[i] =
                    constants[label] + Rows.dot(values, row * count, weights, label * count, count);
        }
        return Answers.ofLogs(method, classes, logs);
    }

    private double[] values(Matrix matrix) {
        if (threshold.isEmpty()) {
            return matrix.values();
        }
        double[] flags = new double[matrix.values().length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = matrix.values()[i] > threshold.get() ? 1 : 0;
        }
        return flags;
    }
}
