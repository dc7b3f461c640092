package io.bulkhead.plugin.sklearn.linear;

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

/** SGDOneClassSVM: a weighted sum that is below its offset is an outlier's. */
public final class LinearOutliers implements Estimator {
    private final Features features;
    private final double[] weights;
    private final double offset;

    private LinearOutliers(Features features, double[] weights, double offset) {
        this.features = features;
        this.weights = weights;
        this.offset = offset;
    }

    public static LinearOutliers read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] weights = attributes.numbers("coef_");
        if (weights.length != features.count()) {
            throw new PickleException(attributes.owner() + " has no weight for each feature");
        }
        return new LinearOutliers(features, weights, attributes.numbers("offset_")[0]);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.SCORE_SAMPLES);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double taken = method == Method.SCORE_SAMPLES ? 0 : offset;
        double[] scores = new double[matrix.rows()];
        int count = weights.length;
        Arrays.setAll(
                scores, row -> Rows.dot(matrix.values(), row * count, weights, 0, count) - taken);
        if (method != Method.PREDICT) {
            return Rows.column(scores);
        }
        int[] answers = new int[scores.length];
        Arrays.setAll(answers, row -> scores[row] >= 0 ? 1 : -1);
        return Answers.wholeNumbers(answers);
    }
}
