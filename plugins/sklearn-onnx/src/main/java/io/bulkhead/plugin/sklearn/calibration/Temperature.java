package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;

/** Scores that are made more or less sure of themselves, all by one factor. */
final class Temperature implements CalibratedMember {
    private static final double NOT_ZERO = 1e-12;

    private final Classifier classifier;
    private final double factor;
    private final int classes;

    Temperature(Classifier classifier, double factor, int[] places, int classes)
            throws PickleException {
        if (places.length != classes) {
            throw new PickleException("calibrated classifier has members that know fewer classes");
        }
        this.classifier = classifier;
        this.factor = factor;
        this.classes = classes;
    }

    @Override
    public void addTo(double[] sums, Values input) {
        double[] logits =
                classifier.can(Method.DECISION_FUNCTION)
                        ? ofScores(classifier.scores(input))
                        : ofProbabilities(classifier.probabilities(input));
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= factor;
        }
        Rows.softmax(logits, classes);
        Rows.add(sums, logits, 1);
    }

    private double[] ofScores(double[] scores) {
        if (classes != 2) {
            return scores.clone();
        }
        double[] both = new double[scores.length * 2];
        for (int row = 0; row < scores.length; row++) {
            both[row * 2] = -scores[row];
            both[row * 2 + 1] = scores[row];
        }
        return both;
    }

    private static double[] ofProbabilities(double[] probabilities) {
        double[] logs = new double[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(probabilities[i] + NOT_ZERO);
        }
        return logs;
    }
}
