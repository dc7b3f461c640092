package io.bulkhead.plugin.sklearn.ensemble;

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
import java.util.List;
import java.util.Set;

/** Regressors fitted on samples of the rows and columns: their mean. */
public final class BaggingRegressor implements Estimator {
    private final Features features;
    private final List<Estimator> members;
    private final List<Subspace> spaces;

    private BaggingRegressor(Features features, List<Estimator> members, List<Subspace> spaces) {
        this.features = features;
        this.members = List.copyOf(members);
        this.spaces = List.copyOf(spaces);
    }

    public static BaggingRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Subspace> spaces = Subspace.all(attributes, features.count());
        List<Estimator> members = converter.convertAll(attributes.items("estimators_"));
        if (spaces.size() != members.size() || spaces.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no features for each member");
        }
        return new BaggingRegressor(features, members, spaces);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.numbers(input);
        Values first = predict(0, matrix);
        double[] sums = Answers.numbers(first).clone();
        boolean single = Answers.areSingle(first);
        for (int i = 1; i < members.size(); i++) {
            Values next = predict(i, matrix);
            Rows.add(sums, Answers.numbers(next), 1);
            single &= Answers.areSingle(next);
        }
        return Rows.matrix(Rows.dividedBy(sums, members.size()), sums.length / matrix.rows())
                .asSingle(single);
    }

    private Values predict(int member, Matrix matrix) {
        Matrix seen = spaces.get(member).of(matrix, features.owner());
        return members.get(member).apply(Method.PREDICT, seen);
    }
}
