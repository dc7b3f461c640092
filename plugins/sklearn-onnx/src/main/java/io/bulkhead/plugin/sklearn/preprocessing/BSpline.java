package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** Several splines over the same knots: pieces of polynomials that fit together smoothly. */
final class BSpline {
    private static final int MAX_DEGREE = 100;

    private final double[] knots;
    private final int degree;
    private final double[] coefficients;
    private final int splines;

    private BSpline(double[] knots, int degree, double[] coefficients, int splines) {
        this.knots = knots;
        this.degree = degree;
        this.coefficients = coefficients;
        this.splines = splines;
    }

    /** As scipy keeps it. */
    static BSpline of(Attributes spline) throws PickleException {
        Attributes attributes = spline.inRawState();
        double[] knots = attributes.numbers(name(attributes, "t"));
        int degree = attributes.integer("k");
        NdArray coefficients = attributes.array(name(attributes, "c"));
        if (degree < 0
                || degree > MAX_DEGREE
                || coefficients.rank() != 2
                || coefficients.size(0) <= degree
                || knots.length != coefficients.size(0) + degree + 1) {
            throw new PickleException(
                    attributes.owner() + " has knots and coefficients that do not fit");
        }
        return new BSpline(knots, degree, coefficients.toDoubles(), coefficients.size(1));
    }

    /** Newer versions of scipy keep it under another name. */
    private static String name(Attributes attributes, String name) {
        return attributes.find(name).isPresent() ? name : "_" + name;
    }

    int splines() {
        return splines;
    }

    int degree() {
        return degree;
    }

    /** A knot; a negative place counts from the end. */
    double knot(int place) {
        return knots[place < 0 ? knots.length + place : place];
    }

    /** Whether so many knots lie outside on either side. */
    boolean hasKnotsBeyond(int outside) {
        return knots.length > outside;
    }

    /** The end of what the polynomials are made for. */
    double end() {
        return knots[knots.length - 1 - degree];
    }

    /** Adds the value of each spline. */
    void values(double x, double[] answer, int at) {
        int piece = piece(x);
        combine(basis(x, piece, degree), piece - degree, answer, at);
    }

    /** The slope of each spline. */
    double[] slopes(double x) {
        double[] answer = new double[splines];
        if (degree == 0) {
            return answer;
        }
        int piece = piece(x);
        double[] lower = basis(x, piece, degree - 1);
        double[] slopes = new double[degree + 1];
        for (int i = 0; i < degree; i++) {
            int knot = piece - degree + 1 + i;
            double slope = degree * lower[i] / (knots[knot + degree] - knots[knot]);
            slopes[i] -= slope;
            slopes[i + 1] += slope;
        }
        combine(slopes, piece - degree, answer, 0);
        return answer;
    }

    private void combine(double[] basis, int first, double[] answer, int at) {
        for (int i = 0; i < basis.length; i++) {
            for (int spline = 0; spline < splines; spline++) {
                answer[at + spline] += basis[i] * coefficients[(first + i) * splines + spline];
            }
        }
    }

    /** Between which knots it lies; beyond the ends the last polynomial goes on. */
    private int piece(double x) {
        int last = knots.length - degree - 2;
        int piece = degree;
        while (piece < last && x >= knots[piece + 1]) {
            piece++;
        }
        return piece;
    }

    /** The basis functions that are not zero here, by the recursion of Cox and de Boor. */
    private double[] basis(double x, int piece, int wantedDegree) {
        double[] basis = new double[wantedDegree + 1];
        basis[0] = 1;
        for (int current = 1; current <= wantedDegree; current++) {
            double saved = 0;
            for (int i = 0; i < current; i++) {
                double right = knots[piece + i + 1];
                double left = knots[piece + i + 1 - current];
                double share = right == left ? 0 : basis[i] / (right - left);
                basis[i] = saved + (right - x) * share;
                saved = (x - left) * share;
            }
            basis[current] = saved;
        }
        return basis;
    }
}
