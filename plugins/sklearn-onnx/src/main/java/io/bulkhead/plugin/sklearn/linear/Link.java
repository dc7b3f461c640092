package io.bulkhead.plugin.sklearn.linear;

import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.value.Rounding;

/** How scores become probabilities. */
enum Link {
    /** Each class against all others: logistic functions, made to sum up to one. */
    ONE_VERSUS_REST {
        @Override
        double ofOne(double score) {
            return 1 / (1 + Math.exp(-score));
        }
    },
    /** All classes at once. */
    SOFTMAX {
        @Override
        double ofOne(double score) {
            return 1 / (1 + Math.exp(-2 * score)); // softmax over (-score, score)
        }

        @Override
        double[] ofMany(double[] scores, int classes) {
            Rows.softmax(scores, classes);
            return scores;
        }
    },
    /** The score itself, cut off at -1 and 1. */
    MODIFIED_HUBER {
        @Override
        double ofOne(double score) {
            return (Math.max(-1, Math.min(1, score)) + 1) / 2;
        }
    };

    /** The probability of the second of two classes, or of one class against the rest. */
    abstract double ofOne(double score);

    /** Of one score a row: the probabilities of both classes. */
    double[] ofPair(double[] scores, boolean single) {
        double[] probabilities = new double[scores.length * 2];
        for (int row = 0; row < scores.length; row++) {
            double second = Rounding.round(ofOne(scores[row]), single && this != SOFTMAX);
            probabilities[row * 2] = 1 - second;
            probabilities[row * 2 + 1] = second;
        }
        return probabilities;
    }

    /** Of a score for each class: their probabilities, in the same array. */
    double[] ofMany(double[] scores, int classes) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ofOne(scores[i]);
        }
        Rows.normalize(scores, classes);
        return scores;
    }
}
