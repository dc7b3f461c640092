package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/**
 * What a factorization pays for its weights.
 *
 * @param ofSums for each weight
 * @param ofSquares for the square of each weight
 */
record FactorPenalty(double ofSums, double ofSquares) {
    /** Newer versions scale it with the features; {@code alpha} of older ones is taken as it is. */
    static FactorPenalty of(Attributes attributes, int features) throws PickleException {
        double share = attributes.findNumber("l1_ratio").orElse(0.0);
        double scaled = attributes.findNumber("alpha_W").orElse(0.0);
        if (scaled != 0 || !attributes.findText("alpha_H").orElse("same").equals("same")) {
            return new FactorPenalty(features * scaled * share, features * scaled * (1 - share));
        }
        boolean ofWeights = !attributes.text("regularization", "both").equals("components");
        double alpha = ofWeights ? attributes.findNumber("alpha").orElse(0.0) : 0;
        return new FactorPenalty(alpha * share, alpha * (1 - share));
    }
}
