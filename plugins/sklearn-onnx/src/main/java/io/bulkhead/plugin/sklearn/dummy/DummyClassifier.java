package io.bulkhead.plugin.sklearn.dummy;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** Answers the same class and probabilities for every row. */
public final class DummyClassifier implements Estimator {
    private final ClassLabels classes;
    private final double[] probabilities;

    private DummyClassifier(ClassLabels classes, double[] probabilities) {
        this.classes = classes;
        this.probabilities = probabilities;
    }

    public static DummyClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        if (attributes.integer("n_outputs_") != 1) {
            throw attributes.unsupported("n_outputs_", attributes.integer("n_outputs_"));
        }
        ClassLabels classes = attributes.labels("classes_");
        double[] prior = attributes.numbers("class_prior_");
        if (prior.length != classes.size() || prior.length == 0) {
            throw new PickleException(attributes.owner() + " has no share for each class");
        }
        String strategy = attributes.text("_strategy", attributes.text("strategy", "prior"));
        return new DummyClassifier(
                classes,
                switch (strategy) {
                    case "prior" -> prior;
                    case "most_frequent" -> certain(Rows.argMax(prior, 0, prior.length), prior);
                    case "constant" -> certain(constant(attributes, classes), prior);
                    default -> throw attributes.unsupported("strategy", strategy);
                });
    }

    private static double[] certain(int chosen, double[] prior) {
        double[] probabilities = new double[prior.length];
        probabilities[chosen] = 1;
        return probabilities;
    }

    private static int constant(Attributes attributes, ClassLabels classes) throws PickleException {
        ClassLabels constant =
                attributes.labelsOf(
                        Attributes.itemsOf(attributes.require("constant"))
                                .orElse(Arrays.asList(attributes.require("constant"))));
        int chosen = classes.indices(constant)[0];
        if (chosen < 0) {
            throw new PickleException(attributes.owner() + " answers a class that it lacks");
        }
        return chosen;
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] repeated = Rows.repeated(probabilities, input.rows());
        return Answers.ofProbabilities(method, classes, repeated);
    }
}
