package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.row.VectorBuffer;

/**
 * All products of up to so many values of a vector. The order is Spark's: for (x, y) and degree 2
 * x, x², y, xy, y².
 */
final class PolynomialExpansion {
    private static final int MOST_DEGREES = 64;
    private static final long MOST_TERMS = 1L << 26;

    private final int degree;

    PolynomialExpansion(int degree) throws MalformedModelException {
        if (degree < 1 || degree > MOST_DEGREES) {
            throw new MalformedModelException("a polynomial of degree " + degree);
        }
        this.degree = degree;
    }

    void expand(VectorBuffer from, VectorBuffer to) {
        int terms = termCount(from.size());
        double[] values = to.dense(terms - 1); // all but the constant
        expand(from, values, from.size() - 1, degree, 1, -1);
    }

    /** The number of monomials, the constant one included. */
    private int termCount(int size) {
        double terms = 1;
        for (int i = 1; i <= degree; i++) {
            terms = terms * (size + i) / i;
        }
        if (terms > MOST_TERMS) {
            throw ServingException.unprocessable(
                    "a polynomial of " + size + " values has too many terms");
        }
        return (int) Math.rint(terms);
    }

    /** Writes the products of the values up to {@code last}; returns the place after them. */
    private int expand(
            VectorBuffer from,
            double[] values,
            int last,
            int degreesLeft,
            double factor,
            int place) {
        if (degreesLeft == 0 || last < 0) {
            if (place >= 0) {
                values[place] = factor;
            }
            return place + 1;
        }
        double value = from.at(last);
        double power = factor;
        int next = place;
        for (int i = 0; i <= degreesLeft; i++) {
            next = expand(from, values, last - 1, degreesLeft - i, power, next);
            power *= value;
        }
        return next;
    }
}
