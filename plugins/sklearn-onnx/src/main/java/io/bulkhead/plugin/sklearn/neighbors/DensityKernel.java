package io.bulkhead.plugin.sklearn.neighbors;

import java.util.Locale;
import java.util.Optional;

/** How much a point adds to the density around it: logarithms, by the distance in bandwidths. */
enum DensityKernel {
    GAUSSIAN {
        @Override
        double log(double distance) {
            return -distance * distance / 2;
        }

        @Override
        double logVolume(int dimensions) {
            return dimensions * Math.log(2 * Math.PI) / 2;
        }
    },
    TOPHAT {
        @Override
        double log(double distance) {
            return distance < 1 ? 0 : Double.NEGATIVE_INFINITY;
        }

        @Override
        double logVolume(int dimensions) {
            return logBall(dimensions);
        }
    },
    EPANECHNIKOV {
        @Override
        double log(double distance) {
            return distance < 1 ? Math.log(1 - distance * distance) : Double.NEGATIVE_INFINITY;
        }

        @Override
        double logVolume(int dimensions) {
            return logBall(dimensions) + Math.log(2.0 / (dimensions + 2));
        }
    },
    EXPONENTIAL {
        @Override
        double log(double distance) {
            return -distance;
        }

        @Override
        double logVolume(int dimensions) {
            return logSphere(dimensions - 1) + logGammaOfHalf(2 * dimensions);
        }
    },
    LINEAR {
        @Override
        double log(double distance) {
            return distance < 1 ? Math.log(1 - distance) : Double.NEGATIVE_INFINITY;
        }

        @Override
        double logVolume(int dimensions) {
            return logBall(dimensions) - Math.log(dimensions + 1);
        }
    },
    COSINE {
        @Override
        double log(double distance) {
            return distance < 1
                    ? Math.log(Math.cos(Math.PI * distance / 2))
                    : Double.NEGATIVE_INFINITY;
        }

        @Override
        double logVolume(int dimensions) {
            double sum = 0;
            double term = 2 / Math.PI;
            for (int k = 1; k <= dimensions; k += 2) {
                sum += term;
                term *= -(dimensions - k) * (dimensions - k - 1.0) * 4 / (Math.PI * Math.PI);
            }
            return Math.log(sum) + logSphere(dimensions - 1);
        }
    };

    /** The logarithm of what a point adds at this distance, relative to its own place. */
    abstract double log(double distance);

    /** The logarithm of the integral over all space, for a bandwidth of one. */
    abstract double logVolume(int dimensions);

    static Optional<DensityKernel> named(String name) {
        for (DensityKernel kernel : values()) {
            if (kernel.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(kernel);
            }
        }
        return Optional.empty();
    }

    private static double logBall(int dimensions) {
        return dimensions * Math.log(Math.PI) / 2 - logGammaOfHalf(dimensions + 2);
    }

    private static double logSphere(int dimensions) {
        return Math.log(2 * Math.PI) + logBall(dimensions - 1);
    }

    /** The logarithm of the gamma function at half of a whole number above zero. */
    private static double logGammaOfHalf(int doubled) {
        double log = doubled % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (int at = doubled % 2 == 0 ? 2 : 1; at < doubled; at += 2) {
            log += Math.log(at / 2.0);
        }
        return log;
    }
}
