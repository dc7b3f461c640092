package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import java.util.Optional;

/** Weights of terms for counts of them: tf-idf, in all its variants. */
final class TermWeights {
    private enum Norm {
        NONE,
        L1,
        L2,
        MAX
    }

    private final boolean sublinear;
    private final Optional<double[]> rarity;
    private final Norm norm;

    /** Whether the weights are of double precision whatever is counted. */
    private final boolean doubles;

    private TermWeights(boolean sublinear, Optional<double[]> rarity, Norm norm, boolean doubles) {
        this.doubles = doubles;
        this.sublinear = sublinear;
        this.rarity = rarity;
        this.norm = norm;
    }

    /** Of a TfidfTransformer for so many terms. */
    static TermWeights of(Attributes attributes, int terms) throws PickleException {
        Optional<double[]> rarity =
                attributes.flag("use_idf", true)
                        ? Optional.of(rarity(attributes, terms))
                        : Optional.empty();
        return new TermWeights(
                attributes.flag("sublinear_tf", false),
                rarity,
                norm(attributes),
                rarity.isPresent() && isDiagonalOfDoubles(attributes));
    }

    /** Those that only bring rows to the same length. */
    static TermWeights normalizing(Attributes attributes) throws PickleException {
        return new TermWeights(false, Optional.empty(), norm(attributes), false);
    }

    /** By such a matrix rows are multiplied, not changed where they are. */
    private static boolean isDiagonalOfDoubles(Attributes attributes) throws PickleException {
        return attributes.find("idf_").isEmpty()
                && !attributes.member(attributes.require("_idf_diag")).array("data").isSingle();
    }

    private static Norm norm(Attributes attributes) throws PickleException {
        String name = attributes.text("norm", "");
        return switch (name) {
            case "" -> Norm.NONE;
            case "l1" -> Norm.L1;
            case "l2" -> Norm.L2;
            case "max" -> Norm.MAX;
            default -> throw attributes.unsupported("norm", name);
        };
    }

    /** Up to scikit-learn 1.4 it is the diagonal of a sparse matrix. */
    private static double[] rarity(Attributes attributes, int terms) throws PickleException {
        double[] rarity =
                attributes.find("idf_").isPresent()
                        ? attributes.numbers("idf_")
                        : attributes.member(attributes.require("_idf_diag")).numbers("data");
        if (rarity.length != terms) {
            throw new PickleException(
                    attributes.owner()
                            + " has weights of "
                            + rarity.length
                            + " terms, not "
                            + terms);
        }
        return rarity;
    }

    SparseMatrix apply(SparseMatrix counts) {
        boolean single = counts.datatype() == Datatype.FP32;
        double[] weights = counts.values().clone();
        if (sublinear) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Rounding.round(Math.log(weights[i]), single) + 1;
            }
        }
        rarity.ifPresent(factors -> multiply(weights, counts.places(), factors));
        if (norm != Norm.NONE) {
            for (int row = 0; row < counts.rows(); row++) {
                normalize(weights, counts.start(row), counts.start(row + 1));
            }
        }
        return counts.withValues(weights, single && !doubles ? Datatype.FP32 : Datatype.FP64);
    }

    private static void multiply(double[] weights, int[] places, double[] factors) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factors[places[i]];
        }
    }

    private void normalize(double[] weights, int from, int to) {
        double length = 0;
        for (int i = from; i < to; i++) {
            length =
                    switch (norm) {
                        case L1 -> length + Math.abs(weights[i]);
                        case MAX -> Math.max(length, Math.abs(weights[i]));
                        default -> length + weights[i] * weights[i];
                    };
        }
        double divisor = norm == Norm.L2 ? Math.sqrt(length) : length;
        for (int i = from; i < to && divisor != 0; i++) {
            weights[i] /= divisor;
        }
    }
}
