package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/**
 * How badly a factorization explains rows: the beta divergence.
 *
 * @param power 2 for Frobenius' norm, 1 for Kullback and Leibler's, 0 for Itakura and Saito's
 */
record Divergence(double power) {
    /** What counts as nothing: of single precision, whatever the rows are of. */
    static final double LEAST = Math.ulp(1f);

    static Divergence of(Attributes attributes) throws PickleException {
        String name = attributes.findText("beta_loss").orElse("");
        return switch (name) {
            case "frobenius" -> new Divergence(2);
            case "kullback-leibler" -> new Divergence(1);
            case "itakura-saito" -> new Divergence(0);
            default ->
                    new Divergence(
                            attributes
                                    .findNumber("beta_loss")
                                    .orElseThrow(() -> attributes.unsupported("beta_loss", name)));
        };
    }

    /** What the factors of an update are raised to, so that each makes it better. */
    double exponent() {
        if (power < 1) {
            return 1 / (2 - power);
        }
        return power > 2 ? 1 / (power - 1) : 1;
    }

    /** What an explanation adds to the numerator of a factor. */
    double upper(double value, double explained) {
        double safe = power < 2 ? Math.max(explained, LEAST) : explained;
        if (power == 2) {
            return value;
        }
        if (power == 1) {
            return value / safe;
        }
        return power == 0 ? value / (safe * safe) : value * Math.pow(safe, power - 2);
    }

    /** What an explanation adds to the denominator of a factor. */
    double lower(double explained) {
        double safe = power < 1 ? Math.max(explained, LEAST) : explained;
        if (power == 2) {
            return safe;
        }
        if (power == 1) {
            return 1;
        }
        return power == 0 ? 1 / safe : Math.pow(safe, power - 1);
    }

    /** How far all explanations are from the values. */
    double between(double[] values, double[] explained) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += between(values[i], explained[i]);
        }
        boolean scaled = power != 2 && power != 1 && power != 0;
        double whole = scaled ? sum / (power * (power - 1)) : sum;
        return Math.sqrt(2 * Math.max(whole, 0));
    }

    /** A value of nothing counts only by what explains it. */
    private double between(double value, double explained) {
        boolean counts = value > LEAST;
        double safe = Math.max(explained, LEAST);
        if (power == 2) {
            return (value - explained) * (value - explained) / 2;
        }
        if (power == 1) {
            return (counts ? value * Math.log(value / safe) : 0) + explained - value;
        }
        if (power == 0) {
            return (counts ? value / safe - Math.log(value / safe) : 0) - 1;
        }
        double parts = counts ? Math.pow(value, power) : 0;
        double crossed = counts ? power * value * Math.pow(safe, power - 1) : 0;
        return parts - crossed + (power - 1) * Math.pow(explained, power);
    }
}
