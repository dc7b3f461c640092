package io.bulkhead.plugin.sklearn.neighbors;

/**
 * What rises and falls with a distance and is quicker to compute: Euclid's without the root. Trees
 * over rows compare by it.
 */
interface ReducedDistance extends Distance {
    /** The distance itself. */
    double unreduced(double reduced);

    /** What this distance is reduced to. */
    double reduced(double distance);

    /** Of a metric of another kind: itself. */
    static ReducedDistance of(Distance distance) {
        return new ReducedDistance() {
            @Override
            public double between(double[] a, int atA, double[] b, int atB, int count) {
                return distance.between(a, atA, b, atB, count);
            }

            @Override
            public double unreduced(double reduced) {
                return reduced;
            }

            @Override
            public double reduced(double far) {
                return far;
            }
        };
    }
}
