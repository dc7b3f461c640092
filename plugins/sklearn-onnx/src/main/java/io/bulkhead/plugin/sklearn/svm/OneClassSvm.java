package io.bulkhead.plugin.sklearn.svm;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** A machine that knows one class: all else is an outlier. */
public final class OneClassSvm implements Estimator {
    private final SupportVectors vectors;

    private OneClassSvm(SupportVectors vectors) {
        this.vectors = vectors;
    }

    public static OneClassSvm read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        SupportVectors vectors = SupportVectors.of(attributes);
        if (vectors.intercepts() != 1) {
            throw new PickleException(attributes.owner() + " has not one intercept");
        }
        return new OneClassSvm(vectors);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.SCORE_SAMPLES);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] scores = vectors.scores(vectors.checked(input));
        if (method == Method.PREDICT) {
            return inliers(scores);
        }
        if (method == Method.SCORE_SAMPLES) {
            for (int row = 0; row < scores.length; row++) {
                scores[row] -= vectors.intercept(0);
            }
        }
        return Rows.column(scores);
    }

    /** Here a score of zero is an outlier's. */
    private static Values inliers(double[] scores) {
        long[] answers = new long[scores.length];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = scores[row] > 0 ? 1 : -1;
        }
        return Answers.wholeNumbers(answers);
    }
}
