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
import java.util.stream.IntStream;

/** Regressors that were each fitted on what those before got wrong: their weighted median. */
public final class AdaBoostRegressor implements Estimator {
    private final Features features;
    private final List<Estimator> members;
    private final double[] weights;

    private AdaBoostRegressor(Features features, List<Estimator> members, double[] weights) {
        this.features = features;
        this.members = List.copyOf(members);
        this.weights = weights;
    }

    public static AdaBoostRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Estimator> members = converter.convertAll(attributes.items("estimators_"));
        double[] weights = attributes.numbers("estimator_weights_");
        if (members.isEmpty() || weights.length < members.size()) {
            throw new PickleException(attributes.owner() + " has no weight for each member");
        }
        return new AdaBoostRegressor(Features.of(attributes), members, weights);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        List<Values> given =
                members.stream().map(each -> each.apply(Method.PREDICT, matrix)).toList();
        List<double[]> answers = Answers.numbersOf(given);
        double[] medians = new double[matrix.rows()];
        for (int row = 0; row < medians.length; row++) {
            medians[row] = median(answers, row);
        }
        return Rows.column(medians).asSingle(Answers.areSingle(given));
    }

    /** The first answer, from below, at which half of the weight is reached. */
    private double median(List<double[]> answers, int row) {
        int[] order =
                IntStream.range(0, answers.size())
                        .boxed()
                        .sorted((a, b) -> Double.compare(answers.get(a)[row], answers.get(b)[row]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double total = 0;
        for (int member : order) {
            total += weights[member];
        }
        double reached = 0;
        for (int member : order) {
            reached += weights[member];
            if (reached >= 0.5 * total) {
                return answers.get(member)[row];
            }
        }
        return answers.get(order[0])[row];
    }
}
