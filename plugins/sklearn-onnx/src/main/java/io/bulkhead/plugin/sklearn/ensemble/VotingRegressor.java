package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Different regressors: their weighted mean. */
public final class VotingRegressor implements Estimator {
    private final List<Estimator> members;
    private final double[] weights;
    private final boolean weighted;
    private final MemberNames names;

    private VotingRegressor(
            List<Estimator> members, double[] weights, boolean weighted, MemberNames names) {
        this.members = List.copyOf(members);
        this.weights = weights;
        this.weighted = weighted;
        this.names = names;
    }

    public static VotingRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Estimator> members = converter.convertAll(attributes.items("estimators_"));
        return new VotingRegressor(
                members,
                VoteWeights.of(attributes, members.size()),
                attributes.find("weights").isPresent(),
                MemberNames.of(attributes));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        List<Values> given =
                members.stream().map(each -> each.apply(Method.PREDICT, input)).toList();
        List<double[]> answers = Answers.numbersOf(given);
        boolean single = Answers.areSingle(given);
        if (method == Method.TRANSFORM) {
            return Columns.join(answers, input.rows()).asSingle(single);
        }
        double[] sums = new double[input.rows()];
        for (int i = 0; i < weights.length; i++) {
            Rows.add(sums, answers.get(i), weights[i]);
        }
        return Rows.column(Rows.dividedBy(sums, Arrays.stream(weights).sum()))
                .asSingle(single && !weighted);
    }

    @Override
    public List<TensorMetadata> inputs() {
        return Estimator.inputsOf(members.stream());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return names.alone();
    }
}
