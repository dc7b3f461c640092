package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.api.error.ServingException;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** ClassifierChain and RegressorChain: each member also sees what those before it answered. */
public final class Chain implements Estimator {
    private final Features features;
    private final List<Estimator> members;
    private final int[] order;
    private final Method passedOn;

    private Chain(Features features, List<Estimator> members, int[] order, Method passedOn) {
        this.features = features;
        this.members = List.copyOf(members);
        this.order = order;
        this.passedOn = passedOn;
    }

    public static Chain read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Estimator> members = converter.convertAll(attributes.items("estimators_"));
        int[] order = order(attributes);
        boolean fits = !members.isEmpty() && order.length == members.size();
        boolean[] seen = new boolean[members.size()];
        for (int output : order) {
            fits = fits && output >= 0 && output < seen.length && !seen[output];
            if (fits) {
                seen[output] = true;
            }
        }
        if (!fits) {
            throw new PickleException(attributes.owner() + " has no order of its members");
        }
        Method passedOn =
                Method.named(attributes.text("chain_method_", "predict"))
                        .orElseThrow(() -> attributes.unsupported("chain_method", "this"));
        return new Chain(Features.of(attributes), members, order, passedOn);
    }

    private static int[] order(Attributes attributes) throws PickleException {
        List<Object> items = attributes.items("order_");
        int[] order = new int[items.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = items.get(i) instanceof Number number ? number.intValue() : -1;
        }
        return order;
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods =
                EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
        members.forEach(each -> methods.retainAll(each.methods()));
        if (methods.contains(Method.PREDICT_PROBA)) {
            methods.add(Method.PREDICT_LOG_PROBA);
        }
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        return method == Method.PREDICT_LOG_PROBA
                ? Rows.log(answers(Method.PREDICT_PROBA, input))
                : answers(method, input);
    }

    private Matrix answers(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int rows = matrix.rows();
        double[] answers = new double[rows * members.size()];
        double[] passed = new double[answers.length];
        for (int i = 0; i < members.size(); i++) {
            Matrix seen = extended(matrix, passed, i);
            double[] next = column(members.get(i), passedOn, seen);
            double[] own = method == passedOn ? next : column(members.get(i), method, seen);
            for (int row = 0; row < rows; row++) {
                passed[row * members.size() + i] = next[row];
                answers[row * members.size() + order[i]] = own[row];
            }
        }
        return Rows.matrix(answers, members.size());
    }

    private Matrix extended(Matrix matrix, double[] passed, int count) {
        int width = matrix.columns() + count;
        double[] seen = new double[matrix.rows() * width];
        for (int row = 0; row < matrix.rows(); row++) {
            System.arraycopy(
                    matrix.values(), row * matrix.columns(), seen, row * width, matrix.columns());
            System.arraycopy(
                    passed, row * members.size(), seen, row * width + matrix.columns(), count);
        }
        return Rows.matrix(seen, width);
    }

    /** One number a row: of the probabilities of two classes the second's. */
    private static double[] column(Estimator member, Method method, Matrix seen) {
        double[] answers = Answers.numbers(member.apply(method, seen));
        if (answers.length > 2 * seen.rows()) {
            throw ServingException.unprocessable(
                    "a chain of classifiers that know more than two classes answers only 'predict'");
        }
        return answers.length == 2 * seen.rows() ? Rows.seconds(answers) : answers;
    }
}
