package io.bulkhead.plugin.sklearn.cluster;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** FeatureAgglomeration: features that behave alike become one. */
public final class FeatureAgglomeration implements Estimator {
    private final Features features;
    private final List<int[]> groups;
    private final ToDoubleFunction<double[]> pooling;
    private final UnaryOperator<Datatype> types;

    private FeatureAgglomeration(
            Features features,
            List<int[]> groups,
            ToDoubleFunction<double[]> pooling,
            UnaryOperator<Datatype> types) {
        this.features = features;
        this.groups = List.copyOf(groups);
        this.pooling = pooling;
        this.types = types;
    }

    public static FeatureAgglomeration read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        long[] labels = attributes.array("labels_").toLongs();
        if (labels.length != features.count()) {
            throw new PickleException(attributes.owner() + " has no group for each feature");
        }
        List<int[]> groups =
                Arrays.stream(labels)
                        .sorted()
                        .distinct()
                        .mapToObj(label -> members(labels, label))
                        .toList();
        String name = poolingName(attributes);
        return new FeatureAgglomeration(features, groups, pooling(attributes, name), types(name));
    }

    private static int[] members(long[] labels, long label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }

    private static String poolingName(Attributes attributes) throws PickleException {
        if (attributes.require("pooling_func") instanceof PickledName function
                && function.module().startsWith("numpy")) {
            return function.name();
        }
        throw attributes.unsupported("pooling_func", "a function of one's own");
    }

    private static ToDoubleFunction<double[]> pooling(Attributes attributes, String name)
            throws PickleException {
        return switch (name) {
            case "mean" -> values -> Arrays.stream(values).sum() / values.length;
            case "sum" -> values -> Arrays.stream(values).sum();
            case "max", "amax" -> values -> Arrays.stream(values).max().orElse(Double.NaN);
            case "min", "amin" -> values -> Arrays.stream(values).min().orElse(Double.NaN);
            case "median" -> FeatureAgglomeration::median;
            default -> throw attributes.unsupported("pooling_func", name);
        };
    }

    /** What numpy's function of this name makes of numbers of a type. */
    private static UnaryOperator<Datatype> types(String name) {
        return switch (name) {
            case "mean" -> given -> Datatype.FP64;
            case "median" -> given -> Precision.of(given).datatype();
            case "sum" -> FeatureAgglomeration::summed;
            default -> given -> given;
        };
    }

    private static Datatype summed(Datatype given) {
        if (given.isFloating()) {
            return given;
        }
        return given.isUnsigned() ? Datatype.UINT64 : Datatype.INT64;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] pooled = new double[matrix.rows() * groups.size()];
        for (int i = 0; i < pooled.length; i++) {
            int from = i / groups.size() * matrix.columns();
            double[] members =
                    Arrays.stream(groups.get(i % groups.size()))
                            .mapToDouble(feature -> matrix.values()[from + feature])
                            .toArray();
            pooled[i] = pooling.applyAsDouble(members);
        }
        Datatype given =
                input instanceof TensorValues values
                        ? values.tensor().datatype()
                        : matrix.precision().datatype();
        return new DtypeParameter(types.apply(given)).cast(matrix.rows(), groups.size(), pooled);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, groups.size())
                .mapToObj(index -> "featureagglomeration" + index)
                .toList();
    }
}
