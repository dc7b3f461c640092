package io.bulkhead.plugin.mllib.classification;

/** What several classifiers do to their scores. */
public final class Scores {
    private Scores() {}

    /** The index of the largest, the first of equals. */
    public static int largest(double[] values, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    public static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    /** Of two scores, of which one is the other's negative. */
    public static void sigmoids(double[] raw) {
        raw[0] = sigmoid(raw[0]);
        raw[1] = 1 - raw[0];
    }

    public static void softmax(double[] values, int count) {
        int best = largest(values, count);
        double highest = values[best];
        if (Double.isInfinite(highest)) {
            for (int i = 0; i < count; i++) {
                values[i] = i == best ? 1 : 0;
            }
            return;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            values[i] = Math.exp(values[i] - highest);
            sum += values[i];
        }
        for (int i = 0; i < count; i++) {
            values[i] /= sum;
        }
    }

    /** Shares of their sum; left as they are if that is 0. */
    public static void shares(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        if (sum != 0) {
            for (int i = 0; i < count; i++) {
                values[i] /= sum;
            }
        }
    }
}
