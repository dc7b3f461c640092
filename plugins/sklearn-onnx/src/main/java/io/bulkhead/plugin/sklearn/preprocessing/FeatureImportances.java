package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.tree.TreeImportances;
import java.util.Arrays;
import java.util.Optional;

/** How much each feature matters to an estimator. */
final class FeatureImportances {
    private FeatureImportances() {}

    /**
     * By its coefficients, or by what its trees gain or its library says.
     *
     * @param norm in which the coefficients for several outputs become one number
     */
    static double[] of(
            Attributes estimator, EstimatorConverter converter, String getter, double norm)
            throws PickleException {
        if (!getter.equals("feature_importances_") && estimator.find("coef_").isPresent()) {
            return norms(estimator.array("coef_"), norm);
        }
        if (!getter.equals("coef_")) {
            Optional<double[]> told = converter.importances(estimator);
            return told.isPresent() ? told.get() : TreeImportances.of(estimator);
        }
        throw estimator.unsupported("importances by", getter);
    }

    private static double[] norms(NdArray coefficients, double norm) throws PickleException {
        double[] values = coefficients.toDoubles();
        int count = coefficients.size(coefficients.rank() - 1);
        double[] norms = new double[count];
        for (int i = 0; i < values.length; i++) {
            double size = Math.abs(values[i]);
            norms[i % count] =
                    Double.isInfinite(norm)
                            ? Math.max(norms[i % count], size)
                            : norms[i % count] + Math.pow(size, norm);
        }
        if (!Double.isInfinite(norm) && norm != 1) {
            Arrays.setAll(norms, i -> Math.pow(norms[i], 1 / norm));
        }
        return coefficients.rank() == 1 ? Arrays.stream(values).map(Math::abs).toArray() : norms;
    }
}
