package io.bulkhead.plugin.mllib.clustering;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
 *
 * @param values in no order
 * @param vectors row by row, each a unit vector
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SymmetricEigen(double[] values, double[] vectors) {
    private static final int MOST_SWEEPS = 100;

    static SymmetricEigen of(double[] matrix, int size) {
        double[] a = matrix.clone();
        double[] v = new double[size * size];
        for (int i = 0; i < size; i++) {
            v[i * size + i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a, size); sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(a, v, size, p, q);
                }
            }
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = a[i * size + i];
        }
        return new SymmetricEigen(values, v);
    }

    private static boolean isDiagonal(double[] a, int size) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            all += a[i] * a[i];
            off += i / size == i % size ? 0 : a[i] * a[i];
        }
        return !(off > all * 1e-32);
    }

    /** Makes the element at p, q zero. */
    private static void rotate(double[] a, double[] v, int size, int p, int q) {
        double apq = a[p * size + q];
        if (apq == 0) {
            return;
        }
        double theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
        double t = Math.signum(theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        if (theta == 0) {
            t = 1;
        }
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < size; k++) {
            double akp = a[k * size + p];
            double akq = a[k * size + q];
            a[k * size + p] = c * akp - s * akq;
            a[k * size + q] = s * akp + c * akq;
        }
        for (int k = 0; k < size; k++) {
            double apk = a[p * size + k];
            double aqk = a[q * size + k];
            a[p * size + k] = c * apk - s * aqk;
            a[q * size + k] = s * apk + c * aqk;
            double vpk = v[p * size + k];
            double vqk = v[q * size + k];
            v[p * size + k] = c * vpk - s * vqk;
            v[q * size + k] = s * vpk + c * vqk;
        }
    }
}
