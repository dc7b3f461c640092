package io.bulkhead.plugin.sklearn.dummy;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.random.RandomState;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * DummyClassifier whose answers are drawn, for each row anew: evenly, or as often as the classes
 * were. With a seed each call draws the same, which is what numpy draws.
 */
final class DrawingClassifier implements Estimator {
    private final List<ClassLabels> outputs;
    private final List<double[]> priors;
    private final boolean even;
    private final OptionalLong seed;

    /**
     * @param priors how often the classes of each output were
     * @param even whether these do not matter
     * @param seed none for any draw
     */
    DrawingClassifier(
            List<ClassLabels> outputs, List<double[]> priors, boolean even, OptionalLong seed) {
        this.outputs = List.copyOf(outputs);
        this.priors = List.copyOf(priors);
        this.even = even;
        this.seed = seed;
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        if (method == Method.PREDICT) {
            return outputs.size() == 1
                    ? outputs.get(0).pick(draws(input.rows()))
                    : ClassLabels.pick(outputs, draws(input.rows()));
        }
        if (outputs.size() > 1) {
            throw Answers.noTensor(method, outputs.size());
        }
        ClassLabels classes = outputs.get(0);
        double[] shares =
                even
                        ? evenShares(input.rows() * classes.size(), classes.size())
                        : certain(draws(input.rows()), classes.size());
        return Answers.ofProbabilities(method, classes, shares);
    }

    /** A class for each row and output; as in Python one output is drawn after the other. */
    private int[] draws(int rows) {
        RandomState random =
                seed.isPresent() ? new RandomState((int) seed.getAsLong()) : RandomState.anywhere();
        int width = outputs.size();
        int[] drawn = new int[rows * width];
        for (int output = 0; output < width; output++) {
            double[] prior = priors.get(output);
            for (int row = 0; row < rows; row++) {
                drawn[row * width + output] =
                        even ? random.nextInt(prior.length) : random.nextOf(prior);
            }
        }
        return drawn;
    }

    private static double[] evenShares(int count, int classes) {
        double[] shares = new double[count];
        Arrays.fill(shares, 1.0 / classes);
        return shares;
    }

    private static double[] certain(int[] drawn, int classes) {
        double[] shares = new double[drawn.length * classes];
        for (int row = 0; row < drawn.length; row++) {
            shares[row * classes + drawn[row]] = 1;
        }
        return shares;
    }
}
