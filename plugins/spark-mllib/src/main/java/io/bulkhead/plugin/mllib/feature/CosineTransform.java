package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.row.VectorBuffer;

/**
 * The discrete cosine transform of type II, scaled to be orthogonal, or its inverse. The cosines of
 * the size last seen are kept: a model meets one size.
 */
final class CosineTransform {
    private final boolean inverse;
    private volatile double[] lastCosines = {1, 0, -1, 0};

    CosineTransform(boolean inverse) {
        this.inverse = inverse;
    }

    void transform(VectorBuffer from, VectorBuffer to) {
        int size = from.size();
        double[] values = to.dense(size);
        if (size == 0) {
            return;
        }
        double[] cosines = cosines(size);
        double first = Math.sqrt(1.0 / size);
        double others = Math.sqrt(2.0 / size);
        for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int n = 0; n < size; n++) {
                int wave = inverse ? n : k;
                long angle = (2L * (inverse ? k : n) + 1) * wave;
                double scale = wave == 0 ? first : others;
                sum += scale * from.at(n) * cosines[(int) (angle % cosines.length)];
            }
            values[k] = sum;
        }
    }

    /** One turn in steps of a quarter of the size. */
    private double[] cosines(int size) {
        double[] known = lastCosines;
        if (known.length == 4 * size) {
            return known;
        }
        double[] cosines = new double[4 * size];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = Math.cos(Math.PI * i / (2 * size));
        }
        lastCosines = cosines;
        return cosines;
    }
}
