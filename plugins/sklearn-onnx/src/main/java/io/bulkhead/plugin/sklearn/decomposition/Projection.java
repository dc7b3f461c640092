package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Principal components, singular values and other products with fixed vectors. */
public final class Projection implements Estimator {
    private static final double EPSILON = Math.ulp(1.0);

    private final Features features;
    private final double[] components;
    private final int width;

    /** What is taken from the features, if anything. */
    private final Optional<double[]> means;

    /** What is taken from the products, and what they are divided by. */
    private final double[] offsets;

    private final double[] scales;

    /** Whether it was fitted in single precision. */
    private final boolean single;

    private Projection(
            Features features,
            double[] components,
            Optional<double[]> means,
            double[] offsets,
            double[] scales,
            boolean single) {
        this.features = features;
        this.components = components;
        this.width = offsets.length;
        this.means = means;
        this.offsets = offsets;
        this.scales = scales;
        this.single = single;
    }

    /** PCA and IncrementalPCA. */
    public static Projection readPca(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Projection plain = readSvd(attributes, converter);
        double[] mean = means(attributes, plain.features);
        double[] offsets = plain.multiply(new Matrix(1, mean.length, mean, false));
        double[] scales = attributes.flag("whiten", false) ? deviations(attributes) : plain.scales;
        return new Projection(
                plain.features, plain.components, plain.means, offsets, scales, plain.single);
    }

    /** TruncatedSVD and random projections. */
    public static Projection readSvd(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] components = attributes.matrix("components_").values();
        return of(attributes, components, Optional.empty());
    }

    /** FastICA. */
    public static Projection readIndependent(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] components = attributes.matrix("components_").values();
        boolean whitened = attributes.find("mean_").isPresent();
        return of(
                attributes,
                components,
                whitened
                        ? Optional.of(means(attributes, Features.of(attributes)))
                        : Optional.empty());
    }

    /** FactorAnalysis. */
    public static Projection readFactors(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] components = Components.factors(attributes, features.count());
        return of(attributes, components, Optional.of(means(attributes, features)));
    }

    /** SparsePCA. */
    public static Projection readSparse(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] components = Components.ridge(attributes, features.count());
        return of(attributes, components, Optional.of(means(attributes, features)));
    }

    private static Projection of(
            Attributes attributes, double[] components, Optional<double[]> means)
            throws PickleException {
        Features features = Features.of(attributes);
        if (features.count() <= 0 || components.length % features.count() != 0) {
            throw new PickleException(
                    attributes.owner() + ": 'components_' does not fit the features");
        }
        double[] scales = new double[components.length / features.count()];
        Arrays.fill(scales, 1);
        boolean single =
                attributes.require("components_") instanceof NdArray array
                        && array.dtype().itemSize() == Float.BYTES;
        return new Projection(
                features, components, means, new double[scales.length], scales, single);
    }

    private static double[] means(Attributes attributes, Features features) throws PickleException {
        double[] means = attributes.numbers("mean_");
        if (means.length != features.count()) {
            throw new PickleException(attributes.owner() + ": 'mean_' does not fit the features");
        }
        return means;
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
        Values rows = features.finiteOrSparse(input);
        boolean allSingle = single && rows instanceof Matrix matrix && matrix.single();
        double[] projected =
                rows instanceof SparseMatrix sparse && means.isEmpty()
                        ? multiply(sparse)
                        : multiply(centred(rows.numbers(features.owner())));
        for (int i = 0; i < projected.length; i++) {
            projected[i] = (projected[i] - offsets[i % width]) / scales[i % width];
        }
        return new Matrix(rows.rows(), width, projected, allSingle);
    }

    private Matrix centred(Matrix matrix) {
        if (means.isEmpty()) {
            return matrix;
        }
        double[] subtrahends = means.get();
        double[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= subtrahends[i % subtrahends.length];
        }
        return new Matrix(matrix.rows(), matrix.columns(), values, matrix.single());
    }

    private double[] multiply(Matrix matrix) {
        return SquareMatrix.timesTransposed(matrix.values(), components, features.count());
    }

    private double[] multiply(SparseMatrix sparse) {
        double[] product = new double[sparse.rows() * width];
        for (int i = 0; i < product.length; i++) {
            product[i] = sparse.dot(i / width, components, i % width * features.count());
        }
        return product;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(width);
    }
}
