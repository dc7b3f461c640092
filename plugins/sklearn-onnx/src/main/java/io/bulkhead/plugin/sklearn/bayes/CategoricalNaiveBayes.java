package io.bulkhead.plugin.sklearn.bayes;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Each feature of each class is one of several categories, numbered from zero on. */
public final class CategoricalNaiveBayes implements Estimator {
    private final Features features;
    private final ClassLabels classes;
    private final List<double[]> logProbabilities;
    private final double[] priors;

    private CategoricalNaiveBayes(
            Features features,
            ClassLabels classes,
            List<double[]> logProbabilities,
            double[] priors) {
        this.features = features;
        this.classes = classes;
        this.logProbabilities = List.copyOf(logProbabilities);
        this.priors = priors;
    }

    public static CategoricalNaiveBayes read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        double[] priors = attributes.numbers("class_log_prior_");
        List<double[]> logs = new ArrayList<>();
        for (Object feature : attributes.items("feature_log_prob_")) {
            if (!(feature instanceof NdArray array)
                    || array.rank() != 2
                    || array.size(0) != classes.size()) {
                throw new PickleException(attributes.owner() + " has no table for each feature");
            }
            logs.add(array.toDoubles());
        }
        if (logs.size() != features.count() || priors.length != classes.size()) {
            throw new PickleException(attributes.owner() + " has no parameters for each class");
        }
        return new CategoricalNaiveBayes(features, classes, logs, priors);
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] logs = Rows.repeated(priors, matrix.rows());
        for (int i = 0; i < matrix.values().length; i++) {
            int feature = i % features.count();
            add(logs, i / features.count(), feature, (long) matrix.values()[i]);
        }
        return Answers.ofLogs(method, classes, logs);
    }

    private void add(double[] logs, int row, int feature, long category) {
        double[] table = logProbabilities.get(feature);
        int known = table.length / classes.size();
        if (category < 0 || category >= known) {
            throw ServingException.unprocessable(
                    "feature "
                            + feature
                            + ": category "
                            + category
                            + " is not one of the "
                            + known
                            + " that "
                            + features.owner()
                            + " was fitted on");
        }
        for (int label = 0; label < classes.size(); label++) {
            logs[row * classes.size() + label] += table[label * known + (int) category];
        }
    }
}
