package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Principal components and truncated singular values: products with fixed vectors. */
public final class Projection implements Estimator {
    private static final double EPSILON = Math.ulp(1.0);

    private final Features features;
    private final double[] components;
    private final double[] offsets;
    private final double[] scales;

    private Projection(Features features, double[] components, double[] offsets, double[] scales) {
        this.features = features;
        this.components = components;
        this.offsets = offsets;
        this.scales = scales;
    }

    /** PCA and IncrementalPCA. */
    public static Projection readPca(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Projection plain = readSvd(attributes, converter);
        double[] mean = attributes.numbers("mean_");
        if (mean.length != plain.features.count()) {
            throw new PickleException(attributes.owner() + ": 'mean_' does not fit the features");
        }
        double[] offsets = plain.multiply(new Matrix(1, mean.length, mean, false));
        return attributes.flag("whiten", false)
                ? new Projection(plain.features, plain.components, offsets, deviations(attributes))
                : new Projection(plain.features, plain.components, offsets, plain.scales);
    }

    /** TruncatedSVD. */
    public static Projection readSvd(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        NdArray components = attributes.array("components_");
        if (components.rank() != 2 || components.size(1) != features.count()) {
            throw new PickleException(
                    attributes.owner() + ": 'components_' does not fit the features");
        }
        double[] scales = new double[components.size(0)];
        Arrays.fill(scales, 1);
        return new Projection(
                features, components.toDoubles(), new double[components.size(0)], scales);
    }

    /** For components of equal variance; one that hardly varies is not blown up. */
    private static double[] deviations(Attributes attributes) throws PickleException {
        double[] deviations = attributes.numbers("explained_variance_");
        if (deviations.length != attributes.array("components_").size(0)) {
            throw new PickleException(attributes.owner() + " has variances of other components");
        }
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.max(Math.sqrt(deviations[i]), EPSILON);
        }
        return deviations;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] projected = multiply(matrix);
        for (int i = 0; i < projected.length; i++) {
            int component = i % offsets.length;
            projected[i] = (projected[i] - offsets[component]) / scales[component];
        }
        return new Matrix(matrix.rows(), offsets.length, projected, false);
    }

    private double[] multiply(Matrix matrix) {
        int width = features.count();
        double[] values = matrix.values();
        double[] product = new double[matrix.rows() * offsets.length];
        for (int i = 0; i < product.length; i++) {
            int row = i / offsets.length * width;
            int component = i % offsets.length * width;
            double sum = 0;
            for (int feature = 0; feature < width; feature++) {
                sum += values[row + feature] * components[component + feature];
            }
            product[i] = sum;
        }
        return product;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        String prefix = features.owner().toLowerCase(Locale.ROOT);
        return IntStream.range(0, offsets.length).mapToObj(index -> prefix + index).toList();
    }
}
