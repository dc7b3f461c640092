package io.bulkhead.plugin.sklearn.bayes;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Each feature of each class is normally distributed. */
public final class GaussianNaiveBayes implements Estimator {
    private final Features features;
    private final ClassLabels classes;
    private final double[] means;
    private final double[] variances;
    private final double[] constants;

    private GaussianNaiveBayes(
            Features features,
            ClassLabels classes,
            double[] means,
            double[] variances,
            double[] constants) {
        this.features = features;
        this.classes = classes;
        this.means = means;
        this.variances = variances;
        this.constants = constants;
    }

    public static GaussianNaiveBayes read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        double[] means = attributes.numbers("theta_");
        String variance = attributes.find("var_").isPresent() ? "var_" : "sigma_";
        double[] variances = attributes.numbers(variance);
        double[] priors = attributes.numbers("class_prior_");
        int size = classes.size() * features.count();
        if (means.length != size || variances.length != size || priors.length != classes.size()) {
            throw new PickleException(attributes.owner() + " has no parameters for each class");
        }
        return new GaussianNaiveBayes(
                features, classes, means, variances, constants(priors, variances));
    }

    private static double[] constants(double[] priors, double[] variances) {
        int count = variances.length / priors.length;
        double[] constants = new double[priors.length];
        for (int label = 0; label < constants.length; label++) {
            constants[label] = Math.log(priors[label]);
            for (int i = label * count; i < (label + 1) * count; i++) {
                constants[label] -= 0.5 * Math.log(2 * Math.PI * variances[i]);
            }
        }
        return constants;
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] logs = new double[matrix.rows() * classes.size()];
        for (int i = 0; i < logs.length; i++) {
            int label = i % classes.size();
            int row = i / classes.size();
            logs[i] = constants[label] - 0.5 * distance(matrix, row, label);
        }
        return Answers.ofLogs(method, classes, logs);
    }

    private double distance(Matrix matrix, int row, int label) {
        int count = features.count();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = matrix.values()[row * count + i] - means[label * count + i];
            sum += difference * difference / variances[label * count + i];
        }
        return sum;
    }
}
