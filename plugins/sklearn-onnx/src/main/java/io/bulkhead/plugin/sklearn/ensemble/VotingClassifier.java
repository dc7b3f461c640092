package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Different classifiers that vote: hard by their predictions, soft by their probabilities. */
public final class VotingClassifier implements Estimator {
    private final List<Classifier> members;
    private final double[] weights;
    private final boolean weighted;
    private final ClassLabels classes;
    private final boolean soft;
    private final boolean flat;
    private final MemberNames names;

    private VotingClassifier(
            List<Classifier> members,
            double[] weights,
            boolean weighted,
            ClassLabels classes,
            boolean soft,
            boolean flat,
            MemberNames names) {
        this.members = List.copyOf(members);
        this.weights = weights;
        this.weighted = weighted;
        this.classes = classes;
        this.soft = soft;
        this.flat = flat;
        this.names = names;
    }

    public static VotingClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Classifier> members =
                Classifier.all(attributes.items("estimators_"), attributes, converter);
        ClassLabels classes = attributes.labels("classes_");
        if (members.isEmpty()
                || members.stream().anyMatch(each -> each.classes().size() != classes.size())) {
            throw new PickleException(
                    attributes.owner() + " has members that know other classes than it does");
        }
        boolean soft = attributes.oneOf("voting", "hard", "soft").equals("soft");
        if (soft && !members.stream().allMatch(each -> each.can(Method.PREDICT_PROBA))) {
            throw new PickleException(
                    attributes.owner()
                            + " asks its members for probabilities, which one of them does not give");
        }
        double[] weights = VoteWeights.of(attributes, members.size());
        boolean flat = !soft || attributes.flag("flatten_transform", true);
        MemberNames names = MemberNames.of(attributes);
        boolean weighted = attributes.find("weights").isPresent();
        return new VotingClassifier(members, weights, weighted, classes, soft, flat, names);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT);
        if (soft) {
            methods.add(Method.PREDICT_PROBA);
        }
        methods.add(Method.TRANSFORM);
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        List<Values> shares =
                soft ? members.stream().map(each -> each.shares(input)).toList() : List.of();
        boolean single = soft && Answers.areSingle(shares);
        List<double[]> votes =
                soft
                        ? Answers.numbersOf(shares)
                        : members.stream().map(each -> chosen(each, input)).toList();
        if (method == Method.TRANSFORM) {
            return flat ? joined(votes, input.rows(), single) : stacked(votes, input.rows());
        }
        double[] sums = new double[input.rows() * classes.size()];
        for (int i = 0; i < votes.size(); i++) {
            if (soft) {
                Rows.add(sums, votes.get(i), weights[i]);
            } else {
                addChoice(sums, votes.get(i), weights[i]);
            }
        }
        Rows.dividedBy(sums, Arrays.stream(weights).sum());
        return Answers.ofProbabilities(method, classes, sums, single && !weighted);
    }

    @Override
    public List<TensorMetadata> inputs() {
        return Estimator.inputsOf(members.stream().map(Classifier::estimator));
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return soft ? names.numbered(classes.size()) : names.alone();
    }

    private Values joined(List<double[]> votes, int rows, boolean single) {
        return soft ? Columns.join(votes, rows).asSingle(single) : whole(votes, rows);
    }

    /** Each member's probabilities for itself: three dimensions. */
    private Values stacked(List<double[]> votes, int rows) {
        double[] all = votes.stream().flatMapToDouble(Arrays::stream).toArray();
        return new TensorValues(Tensor.of("", Shape.of(votes.size(), rows, classes.size()), all));
    }

    private static double[] chosen(Classifier member, Values input) {
        return Arrays.stream(member.predict(input)).asDoubleStream().toArray();
    }

    private void addChoice(double[] sums, double[] chosen, double weight) {
        for (int row = 0; row < chosen.length; row++) {
            sums[row * classes.size() + (int) chosen[row]] += weight;
        }
    }

    private static Values whole(List<double[]> votes, int rows) {
        return Answers.wholeNumbers(Columns.join(votes, rows));
    }
}
