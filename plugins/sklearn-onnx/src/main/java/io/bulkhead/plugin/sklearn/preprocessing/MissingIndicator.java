package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Says which values are missing. */
public final class MissingIndicator implements Estimator {
    private final Features features;
    private final double missing;
    private final int[] indicated;
    private final boolean othersAreErrors;

    private MissingIndicator(
            Features features, double missing, int[] indicated, boolean othersAreErrors) {
        this.features = features;
        this.missing = missing;
        this.indicated = indicated;
        this.othersAreErrors = othersAreErrors;
    }

    public static MissingIndicator read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        int count = attributes.integer("_n_features");
        long[] indicated = attributes.array("features_").toLongs();
        if (LongStream.of(indicated).anyMatch(index -> index < 0 || index >= count)) {
            throw new PickleException(attributes.owner() + " indicates features it does not have");
        }
        boolean strict =
                attributes.oneOf("features", "missing-only", "all").equals("missing-only")
                        && attributes.flag("error_on_new", true);
        return new MissingIndicator(
                new Features(attributes.owner(), count, List.of()),
                attributes.findNumber("missing_values").orElse(Double.NaN),
                LongStream.of(indicated).mapToInt(Math::toIntExact).toArray(),
                strict);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix =
                Double.isNaN(missing) ? features.finiteOrMissing(input) : features.finite(input);
        if (othersAreErrors) {
            requireNoOthers(matrix);
        }
        boolean[] flags = new boolean[matrix.rows() * indicated.length];
        for (int i = 0; i < flags.length; i++) {
            int row = i / indicated.length;
            flags[i] = isMissing(matrix, row, indicated[i % indicated.length]);
        }
        Shape shape = Shape.of(matrix.rows(), indicated.length);
        return new TensorValues(Tensor.of("", shape, flags));
    }

    private boolean isMissing(Matrix matrix, int row, int feature) {
        double value = matrix.values()[row * matrix.columns() + feature];
        return Double.isNaN(value) || value == missing; // NaN gets here only if it is missing
    }

    private void requireNoOthers(Matrix matrix) {
        Set<Integer> others = new HashSet<>();
        IntStream.range(0, matrix.columns()).forEach(others::add);
        Arrays.stream(indicated).forEach(others::remove);
        for (int feature : others) {
            for (int row = 0; row < matrix.rows(); row++) {
                if (isMissing(matrix, row, feature)) {
                    throw ServingException.unprocessable(
                            "The features ["
                                    + feature
                                    + "] have missing values in transform but have no missing"
                                    + " values in fit.");
                }
            }
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.of(indicated)
                .mapToObj(index -> "missingindicator_" + inputNames.get(index))
                .toList();
    }
}
