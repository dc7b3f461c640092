package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.Dtype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Puts a number in the place of missing ones. Features that were never there are left out; columns
 * that say what was missing may follow.
 */
public final class SimpleImputer implements Estimator {
    private final Features features;
    private final double missing;
    private final double[] substitutes;
    private final int[] kept;
    private final int[] indicated;
    private final boolean keepsWhole;

    private SimpleImputer(
            Features features,
            double missing,
            double[] substitutes,
            int[] kept,
            int[] indicated,
            boolean keepsWhole) {
        this.features = features;
        this.missing = missing;
        this.substitutes = substitutes;
        this.kept = kept;
        this.indicated = indicated;
        this.keepsWhole = keepsWhole;
    }

    public static Estimator read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        NdArray statistics = attributes.array("statistics_");
        if (statistics.dtype().kind() != Dtype.Kind.FLOAT
                && !isOfFractions(attributes, statistics)) {
            return TextImputer.read(attributes);
        }
        Features features = Features.of(attributes);
        double[] substitutes = statistics.toDoubles();
        if (substitutes.length != features.count()) {
            throw new PickleException(attributes.owner() + " has statistics of other features");
        }
        String strategy = attributes.findText("strategy").orElse("mean");
        boolean keepEmpty =
                attributes.flag("keep_empty_features", false) || strategy.equals("constant");
        int[] kept =
                IntStream.range(0, substitutes.length)
                        .filter(feature -> keepEmpty || !Double.isNaN(substitutes[feature]))
                        .toArray();
        double missing = attributes.findNumber("missing_values").orElse(Double.NaN);
        return new SimpleImputer(
                features,
                missing,
                substitutes,
                kept,
                indicated(attributes, features),
                strategy.equals("constant") || strategy.equals("most_frequent"));
    }

    /** Newer versions keep a constant as an object, whatever they were fitted on. */
    private static boolean isOfFractions(Attributes attributes, NdArray statistics)
            throws PickleException {
        boolean fractions =
                attributes.find("_fit_dtype").orElse("") instanceof Dtype fitted
                        && fitted.kind() == Dtype.Kind.FLOAT;
        return fractions && statistics.toObjects().stream().allMatch(Number.class::isInstance);
    }

    private static int[] indicated(Attributes attributes, Features features)
            throws PickleException {
        if (!attributes.flag("add_indicator", false)) {
            return new int[0];
        }
        Attributes indicator = attributes.member(attributes.require("indicator_"));
        long[] indicated = indicator.array("features_").toLongs();
        if (LongStream.of(indicated).anyMatch(index -> index < 0 || index >= features.count())) {
            throw new PickleException(attributes.owner() + " indicates features it does not have");
        }
        return LongStream.of(indicated).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix =
                Double.isNaN(missing) ? features.finiteOrMissing(input) : features.finite(input);
        int width = kept.length + indicated.length;
        double[] filled = new double[matrix.rows() * width];
        for (int i = 0; i < kept.length; i++) {
            double substitute = matrix.precision().round(substitutes[kept[i]]);
            fill(matrix, kept[i], substitute, filled, i, width);
        }
        for (int i = 0; i < indicated.length; i++) {
            indicate(matrix, indicated[i], filled, kept.length + i, width);
        }
        Matrix answer = new Matrix(matrix.rows(), width, filled, matrix.precision());
        return keepsWhole ? DtypeParameter.asGiven(answer, input) : answer;
    }

    private void fill(
            Matrix matrix, int column, double substitute, double[] filled, int first, int width) {
        double[] values = matrix.values();
        for (int at = first, from = column; at < filled.length; at += width) {
            filled[at] = isMissing(values[from]) ? substitute : values[from];
            from += matrix.columns();
        }
    }

    private void indicate(Matrix matrix, int column, double[] filled, int first, int width) {
        for (int at = first, from = column; at < filled.length; at += width) {
            filled[at] = isMissing(matrix.values()[from]) ? 1 : 0;
            from += matrix.columns();
        }
    }

    private boolean isMissing(double value) {
        return Double.isNaN(value) || value == missing; // NaN gets here only if it is missing
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>();
        IntStream.of(kept).forEach(index -> names.add(inputNames.get(index)));
        IntStream.of(indicated)
                .forEach(index -> names.add("missingindicator_" + inputNames.get(index)));
        return names;
    }
}
