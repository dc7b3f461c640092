package io.bulkhead.plugin.sklearn.discriminant;

import io.bulkhead.plugin.sklearn.decomposition.SquareMatrix;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** An outlier is a row far from the middle, measured by the spread of the data. */
public final class EllipticEnvelope implements Estimator {
    private final Features features;
    private final double[] middle;
    private final double[] precision;
    private final double offset;

    private EllipticEnvelope(
            Features features, double[] middle, double[] precision, double offset) {
        this.features = features;
        this.middle = middle;
        this.precision = precision;
        this.offset = offset;
    }

    public static EllipticEnvelope read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] middle = attributes.numbers("location_");
        double[] precision = precision(attributes, middle.length);
        if (middle.length != features.count()
                || precision.length != middle.length * middle.length) {
            throw new PickleException(attributes.owner() + " has no spread of its features");
        }
        double offset = attributes.findNumber("offset_").orElse(0.0);
        return new EllipticEnvelope(features, middle, precision, offset);
    }

    /** Without {@code store_precision} it is left to be made of the covariance. */
    private static double[] precision(Attributes attributes, int size) throws PickleException {
        if (attributes.find("precision_").isPresent()) {
            return attributes.numbers("precision_");
        }
        double[] covariance = attributes.numbers("covariance_");
        return covariance.length == size * size
                ? SquareMatrix.inverse(covariance, size)
                : new double[0];
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.SCORE_SAMPLES, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] scores = new double[matrix.rows()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = -distance(matrix, row) - (method == Method.SCORE_SAMPLES ? 0 : offset);
        }
        return method == Method.PREDICT ? Answers.inliers(scores) : Rows.column(scores);
    }

    private double distance(Matrix matrix, int row) {
        int count = middle.length;
        double[] differences = new double[count];
        Arrays.setAll(differences, i -> matrix.values()[row * count + i] - middle[i]);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += differences[i] * Rows.dot(precision, i * count, differences, 0, count);
        }
        return sum;
    }
}
