package io.bulkhead.plugin.trees;

/**
 * Gauss and Legendre's rule for integrals from 0 to 1: exact for polynomials up to a degree, but
 * for rounding, with the fewest points.
 */
final class Quadrature {
    private static final double PRECISION = 1e-15;

    private final double[] points;
    private final double[] weights;

    private Quadrature(double[] points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    static Quadrature ofDegree(int degree) {
        int size = degree / 2 + 1;
        double[] points = new double[size];
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            double root = root(size, i);
            double slope = slope(size, root);
            points[i] = (1 + root) / 2;
            weights[i] = 1 / ((1 - root * root) * slope * slope);
        }
        return new Quadrature(points, weights);
    }

    int size() {
        return points.length;
    }

    /** Strictly between 0 and 1. */
    double point(int index) {
        return points[index];
    }

    double weight(int index) {
        return weights[index];
    }

    /** A root of Legendre's polynomial of this degree, by Newton's method. */
    private static double root(int degree, int number) {
        double x = Math.cos(Math.PI * (number + 0.75) / (degree + 0.5));
        for (int attempt = 0; attempt < 100; attempt++) {
            double step = legendre(degree, x) / slope(degree, x);
            x -= step;
            if (Math.abs(step) < PRECISION) {
                break;
            }
        }
        return x;
    }

    private static double slope(int degree, double x) {
        double difference = x * legendre(degree, x) - legendre(degree - 1, x);
        return degree * difference / (x * x - 1);
    }

    private static double legendre(int degree, double x) {
        double before = 1;
        double value = degree == 0 ? 1 : x;
        for (int k = 2; k <= degree; k++) {
            double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
            before = value;
            value = next;
        }
        return value;
    }
}
