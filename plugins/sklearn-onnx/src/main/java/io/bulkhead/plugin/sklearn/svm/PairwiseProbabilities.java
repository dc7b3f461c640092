package io.bulkhead.plugin.sklearn.svm;

import io.bulkhead.plugin.sklearn.estimator.Rows;
import java.util.Arrays;

/**
 * Probabilities of classes from those of pairs of classes: the second method of Wu, Lin and Weng
 * (2004), stopped where libsvm stops, since its tolerance shows in the third digit.
 */
final class PairwiseProbabilities {
    private static final double SMALLEST = 1e-7;
    private static final double TOLERANCE = 0.005;
    private static final int LEAST_ITERATIONS = 100;

    private final double[] slopes;
    private final double[] offsets;
    private final int classes;

    PairwiseProbabilities(double[] slopes, double[] offsets, int classes) {
        this.slopes = slopes;
        this.offsets = offsets;
        this.classes = classes;
    }

    /** Of the scores of one row, one for each pair. */
    void fill(double[] scores, double[] probabilities, int at) {
        double[] pairs = new double[classes * classes];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                double share = logistic(scores[pair] * slopes[pair] + offsets[pair]);
                pairs[i * classes + j] = Math.min(Math.max(share, SMALLEST), 1 - SMALLEST);
                pairs[j * classes + i] = 1 - pairs[i * classes + j];
                pair++;
            }
        }
        couple(quadratic(pairs), probabilities, at);
    }

    private static double logistic(double negative) {
        return negative >= 0
                ? Math.exp(-negative) / (1 + Math.exp(-negative))
                : 1 / (1 + Math.exp(negative));
    }

    private double[] quadratic(double[] pairs) {
        double[] form = new double[classes * classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                if (i != j) {
                    form[i * classes + i] += pairs[j * classes + i] * pairs[j * classes + i];
                    form[i * classes + j] = -pairs[j * classes + i] * pairs[i * classes + j];
                }
            }
        }
        return form;
    }

    /** Minimises the quadratic form over the probabilities, one after the other. */
    private void couple(double[] form, double[] probabilities, int at) {
        double[] products = new double[classes];
        Arrays.fill(probabilities, at, at + classes, 1.0 / classes);
        int most = Math.max(LEAST_ITERATIONS, classes);
        for (int iteration = 0; iteration < most; iteration++) {
            double value = multiply(form, probabilities, at, products);
            if (farthest(products, value) < TOLERANCE / classes) {
                return;
            }
            for (int i = 0; i < classes; i++) {
                value = improve(form, probabilities, at, products, i, value);
            }
        }
    }

    private double multiply(double[] form, double[] probabilities, int at, double[] products) {
        double value = 0;
        for (int i = 0; i < classes; i++) {
            products[i] = Rows.dot(form, i * classes, probabilities, at, classes);
            value += probabilities[at + i] * products[i];
        }
        return value;
    }

    private static double farthest(double[] products, double value) {
        double farthest = 0;
        for (double product : products) {
            farthest = Math.max(farthest, Math.abs(product - value));
        }
        return farthest;
    }

    private double improve(
            double[] form, double[] probabilities, int at, double[] products, int i, double value) {
        double own = form[i * classes + i];
        double step = (value - products[i]) / own;
        probabilities[at + i] += step;
        double changed = (value + step * (step * own + 2 * products[i])) / (1 + step) / (1 + step);
        for (int j = 0; j < classes; j++) {
            products[j] = (products[j] + step * form[i * classes + j]) / (1 + step);
            probabilities[at + j] /= 1 + step;
        }
        return changed;
    }
}
