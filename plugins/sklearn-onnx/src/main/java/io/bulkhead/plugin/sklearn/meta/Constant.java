package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** What one-versus-rest takes for a class that all or none of the rows had. */
public final class Constant implements Estimator {
    private final double answer;

    private Constant(double answer) {
        this.answer = answer;
    }

    public static Constant read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new Constant(attributes.numbers("y_")[0]);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] answers = new double[input.rows()];
        Arrays.fill(answers, answer);
        return method == Method.PREDICT_PROBA
                ? Rows.matrix(Rows.pairs(answers), 2)
                : Rows.column(answers);
    }
}
