package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** MultiOutputRegressor: one regressor for each output. */
public final class OutputRegressors implements Estimator {
    private final List<Estimator> members;

    private OutputRegressors(List<Estimator> members) {
        this.members = List.copyOf(members);
    }

    public static OutputRegressors read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new OutputRegressors(converter.convertAll(attributes.items("estimators_")));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        boolean single = true;
        double[] joined = new double[input.rows() * members.size()];
        for (int output = 0; output < members.size(); output++) {
            Values answer = members.get(output).apply(method, input);
            single &= Answers.areSingle(answer);
            double[] answers = Answers.numbers(answer);
            for (int row = 0; row < answers.length; row++) {
                joined[row * members.size() + output] = answers[row];
            }
        }
        return Rows.matrix(joined, members.size()).asSingle(single);
    }
}
