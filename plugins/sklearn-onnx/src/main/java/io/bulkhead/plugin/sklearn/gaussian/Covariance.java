package io.bulkhead.plugin.sklearn.gaussian;

/** A kernel of a Gaussian process: how alike two rows are. */
interface Covariance {
    /** Of a row and another that it was fitted on. */
    double between(double[] a, int atA, double[] b, int atB, int count);

    /** Of a row and itself; noise counts here. */
    double within(double[] a, int at, int count);

    /** A kernel without noise. */
    @FunctionalInterface
    interface Plain extends Covariance {
        @Override
        default double within(double[] a, int at, int count) {
            return between(a, at, a, at, count);
        }
    }

    /** Noise: alike only to itself. */
    static Covariance noise(double level) {
        return new Covariance() {
            @Override
            public double between(double[] a, int atA, double[] b, int atB, int count) {
                return 0;
            }

            @Override
            public double within(double[] a, int at, int count) {
                return level;
            }
        };
    }

    /** Both added. */
    static Covariance sum(Covariance first, Covariance second) {
        return new Covariance() {
            @Override
            public double between(double[] a, int atA, double[] b, int atB, int count) {
                return first.between(a, atA, b, atB, count) + second.between(a, atA, b, atB, count);
            }

            @Override
            public double within(double[] a, int at, int count) {
                return first.within(a, at, count) + second.within(a, at, count);
            }
        };
    }

    /** Both multiplied. */
    static Covariance product(Covariance first, Covariance second) {
        return new Covariance() {
            @Override
            public double between(double[] a, int atA, double[] b, int atB, int count) {
                return first.between(a, atA, b, atB, count) * second.between(a, atA, b, atB, count);
            }

            @Override
            public double within(double[] a, int at, int count) {
                return first.within(a, at, count) * second.within(a, at, count);
            }
        };
    }

    /** One raised to a power. */
    static Covariance power(Covariance kernel, double exponent) {
        return new Covariance() {
            @Override
            public double between(double[] a, int atA, double[] b, int atB, int count) {
                return Math.pow(kernel.between(a, atA, b, atB, count), exponent);
            }

            @Override
            public double within(double[] a, int at, int count) {
                return Math.pow(kernel.within(a, at, count), exponent);
            }
        };
    }
}
