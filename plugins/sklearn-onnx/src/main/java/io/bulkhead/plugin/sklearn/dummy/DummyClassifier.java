package io.bulkhead.plugin.sklearn.dummy;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.random.RandomState;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Answers the same class and probabilities for every row. */
public final class DummyClassifier implements Estimator {
    private final List<ClassLabels> outputs;

    /** Of each output. */
    private final List<double[]> probabilities;

    private DummyClassifier(List<ClassLabels> outputs, List<double[]> probabilities) {
        this.outputs = List.copyOf(outputs);
        this.probabilities = List.copyOf(probabilities);
    }

    public static Estimator read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<ClassLabels> outputs = attributes.labelsOfOutputs("classes_");
        List<double[]> priors = priors(attributes);
        boolean fits = priors.size() == outputs.size() && !priors.isEmpty();
        for (int output = 0; fits && output < priors.size(); output++) {
            int shares = priors.get(output).length;
            fits = shares > 0 && shares == outputs.get(output).size();
        }
        if (!fits) {
            throw new PickleException(attributes.owner() + " has no share for each class");
        }
        String strategy = attributes.text("_strategy", attributes.text("strategy", "prior"));
        if (strategy.equals("stratified") || strategy.equals("uniform")) {
            return new DrawingClassifier(
                    outputs, priors, strategy.equals("uniform"), RandomState.seedOf(attributes));
        }
        List<double[]> probabilities = new ArrayList<>();
        for (int output = 0; output < priors.size(); output++) {
            double[] prior = priors.get(output);
            probabilities.add(
                    switch (strategy) {
                        case "prior" -> prior;
                        case "most_frequent" -> certain(Rows.argMax(prior, 0, prior.length), prior);
                        case "constant" ->
                                certain(constant(attributes, outputs.get(output), output), prior);
                        default -> throw attributes.unsupported("strategy", strategy);
                    });
        }
        return new DummyClassifier(outputs, probabilities);
    }

    private static List<double[]> priors(Attributes attributes) throws PickleException {
        if (attributes.require("class_prior_") instanceof NdArray single) {
            return List.of(single.toDoubles());
        }
        List<double[]> priors = new ArrayList<>();
        for (Object prior : attributes.items("class_prior_")) {
            priors.add(prior instanceof NdArray array ? array.toDoubles() : new double[0]);
        }
        return priors;
    }

    private static double[] certain(int chosen, double[] prior) {
        double[] probabilities = new double[prior.length];
        probabilities[chosen] = 1;
        return probabilities;
    }

    private static int constant(Attributes attributes, ClassLabels classes, int output)
            throws PickleException {
        ClassLabels constants =
                attributes.labelsOf(
                        Attributes.itemsOf(attributes.require("constant"))
                                .orElse(Arrays.asList(attributes.require("constant"))));
        int[] chosen = classes.indices(constants);
        if (output >= chosen.length || chosen[output] < 0) {
            throw new PickleException(attributes.owner() + " answers a class that it lacks");
        }
        return chosen[output];
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        if (outputs.size() == 1) {
            double[] repeated = Rows.repeated(probabilities.get(0), input.rows());
            return Answers.ofProbabilities(method, outputs.get(0), repeated);
        }
        if (method != Method.PREDICT) {
            throw Answers.noTensor(method, outputs.size());
        }
        int[] picked = new int[input.rows() * outputs.size()];
        for (int i = 0; i < picked.length; i++) {
            double[] shares = probabilities.get(i % outputs.size());
            picked[i] = Rows.argMax(shares, 0, shares.length);
        }
        return ClassLabels.pick(outputs, picked);
    }
}
