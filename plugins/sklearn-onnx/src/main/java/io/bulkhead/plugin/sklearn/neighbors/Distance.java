package io.bulkhead.plugin.sklearn.neighbors;

/** How far two rows are apart. */
@FunctionalInterface
interface Distance {
    /** Between so many numbers of each array. */
    double between(double[] a, int atA, double[] b, int atB, int count);
}
