package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;
import java.util.Optional;

/** From which importance on a SelectFromModel keeps a feature. */
final class ImportanceThreshold {
    private static final double NEAR_ZERO = 1e-5;

    private ImportanceThreshold() {}

    static double of(Attributes selector, Attributes estimator, double[] importances)
            throws PickleException {
        Optional<Double> number = selector.findNumber("threshold");
        if (number.isPresent()) {
            return number.get();
        }
        String usual = prefersFew(estimator) ? String.valueOf(NEAR_ZERO) : "mean";
        String text = selector.text("threshold", usual);
        int star = text.indexOf('*');
        try {
            double scale = star < 0 ? 1 : Double.parseDouble(text.substring(0, star).strip());
            return switch (text.substring(star + 1).strip()) {
                case "mean" -> scale * Arrays.stream(importances).sum() / importances.length;
                case "median" -> scale * SelectedFeatures.quantile(importances, 0.5);
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw selector.unsupported("threshold", text);
        }
    }

    /** Whether it was fitted with a penalty that makes most coefficients zero. */
    private static boolean prefersFew(Attributes estimator) {
        double share =
                estimator
                        .findNumber("l1_ratio_")
                        .or(() -> estimator.findNumber("l1_ratio"))
                        .orElse(0.0);
        return estimator.findText("penalty").orElse("").equals("l1")
                || estimator.owner().contains("Lasso")
                || (estimator.owner().contains("ElasticNet") && Math.abs(share - 1) <= NEAR_ZERO);
    }
}
