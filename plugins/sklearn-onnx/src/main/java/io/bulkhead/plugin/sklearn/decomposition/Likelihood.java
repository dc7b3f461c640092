package io.bulkhead.plugin.sklearn.decomposition;

/** The logarithm of how likely a row is, of a normal distribution. */
@FunctionalInterface
interface Likelihood {
    /** Of what is left of a row when the mean is taken from it. */
    double of(double[] row);
}
