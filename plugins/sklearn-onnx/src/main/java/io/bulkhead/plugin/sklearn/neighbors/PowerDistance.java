package io.bulkhead.plugin.sklearn.neighbors;

/**
 * Minkowski's distances without the root at the end.
 *
 * @param power 1 for Manhattan, 2 for Euclid, infinity for Chebyshev
 */
record PowerDistance(double power) implements ReducedDistance {
    @Override
    public double between(double[] a, int atA, double[] b, int atB, int count) {
        if (power == 2) {
            return Distances.squared(a, atA, b, atB, count);
        }
        if (power == 1) {
            return Distances.manhattan(a, atA, b, atB, count);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum = with(sum, Math.abs(a[atA + i] - b[atB + i]));
        }
        return sum;
    }

    /** Of a point and a box, given by its least and its greatest corner: of its nearest place. */
    double toBox(double[] point, int at, double[] corners, int least, int greatest, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double below = corners[least + i] - point[at + i];
            double above = point[at + i] - corners[greatest + i];
            sum = with(sum, Math.max(below, 0) + Math.max(above, 0));
        }
        return sum;
    }

    private double with(double sum, double gap) {
        if (power == 2) {
            return sum + gap * gap;
        }
        if (power == 1) {
            return sum + gap;
        }
        return Double.isInfinite(power) ? Math.max(sum, gap) : sum + Math.pow(gap, power);
    }

    @Override
    public double unreduced(double reduced) {
        if (power == 2) {
            return Math.sqrt(reduced);
        }
        return power == 1 || Double.isInfinite(power) ? reduced : Math.pow(reduced, 1 / power);
    }

    @Override
    public double reduced(double distance) {
        if (power == 2) {
            return distance * distance;
        }
        return power == 1 || Double.isInfinite(power) ? distance : Math.pow(distance, power);
    }
}
