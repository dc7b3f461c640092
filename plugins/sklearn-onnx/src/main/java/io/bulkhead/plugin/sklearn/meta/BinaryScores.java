package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;

/** Estimators that each tell two things apart, and how sure they are of the second. */
final class BinaryScores {
    private final List<Estimator> members;
    private final Method method;

    private BinaryScores(List<Estimator> members, Method method) {
        this.members = List.copyOf(members);
        this.method = method;
    }

    static BinaryScores of(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Estimator> members = converter.convertAll(attributes.items("estimators_"));
        if (members.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no estimators");
        }
        for (Method method :
                List.of(Method.DECISION_FUNCTION, Method.PREDICT_PROBA, Method.PREDICT)) {
            if (members.stream().allMatch(each -> each.methods().contains(method))) {
                return new BinaryScores(members, method);
            }
        }
        throw new PickleException(attributes.owner() + " has estimators that answer nothing");
    }

    int count() {
        return members.size();
    }

    boolean can(Method wanted) {
        return members.stream().allMatch(each -> each.methods().contains(wanted));
    }

    /** From where on a score stands for the second class. */
    double threshold() {
        return method == Method.DECISION_FUNCTION ? 0 : 0.5;
    }

    /** How sure each member is, row by row. */
    double[] of(Values input) {
        return of(input, method).values();
    }

    /** What each member answers, row by row. */
    Matrix of(Values input, Method asked) {
        boolean single = true;
        double[] scores = new double[input.rows() * members.size()];
        for (int member = 0; member < members.size(); member++) {
            Values given = members.get(member).apply(asked, input);
            single &= Answers.areSingle(given);
            double[] answers = Answers.numbers(given);
            int step = asked == Method.PREDICT_PROBA ? 2 : 1;
            for (int row = 0; row < input.rows(); row++) {
                scores[row * members.size() + member] = answers[row * step + step - 1];
            }
        }
        return Rows.matrix(scores, members.size()).asSingle(single);
    }
}
