package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Classifiers that were each fitted on what those before got wrong, and vote with weights. */
public final class AdaBoostClassifier implements Estimator {
    private static final double SMALLEST = Math.ulp(1.0);

    private final Features features;
    private final List<Classifier> members;
    private final double[] weights;
    private final ClassLabels classes;
    private final boolean byProbability;
    private final double penalty;

    private AdaBoostClassifier(
            Features features,
            List<Classifier> members,
            double[] weights,
            ClassLabels classes,
            boolean byProbability,
            double penalty) {
        this.features = features;
        this.members = List.copyOf(members);
        this.weights = weights;
        this.classes = classes;
        this.byProbability = byProbability;
        this.penalty = penalty;
    }

    public static AdaBoostClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Object> members = attributes.items("estimators_");
        double[] weights = attributes.numbers("estimator_weights_");
        ClassLabels classes = attributes.labels("classes_");
        List<Classifier> classifiers = Classifier.all(members, attributes, converter);
        boolean same =
                classifiers.stream().allMatch(each -> each.classes().size() == classes.size());
        if (weights.length < classifiers.size() || !same) {
            throw new PickleException(
                    attributes.owner() + " has members that do not fit its weights or classes");
        }
        boolean byProbability =
                attributes.oneOf("algorithm", "SAMME", "SAMME.R", "deprecated").equals("SAMME.R");
        // Since 1.3 a vote for one class is also one against all others.
        double penalty = attributes.writtenBy(1, 3) ? 1.0 / (classes.size() - 1) : 0;
        return new AdaBoostClassifier(
                Features.of(attributes), classifiers, weights, classes, byProbability, penalty);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(
                Method.PREDICT,
                Method.PREDICT_PROBA,
                Method.PREDICT_LOG_PROBA,
                Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        List<Values> shares =
                byProbability
                        ? members.stream().map(each -> each.shares(matrix)).toList()
                        : List.of();
        boolean single = byProbability && Answers.areSingle(shares);
        double[] votes = byProbability ? likely(shares, matrix.rows()) : chosen(matrix);
        int count = classes.size();
        if (method == Method.DECISION_FUNCTION) {
            Matrix scores = count == 2 ? Rows.column(lead(votes)) : Rows.matrix(votes, count);
            return scores.asSingle(single);
        }
        if (method != Method.PREDICT) {
            softenVotes(votes);
            Rows.softmax(votes, count);
        }
        return Answers.ofProbabilities(method, classes, votes, single);
    }

    /** How far the second of two classes is ahead. */
    private static double[] lead(double[] votes) {
        double[] lead = new double[votes.length / 2];
        for (int row = 0; row < lead.length; row++) {
            lead[row] = votes[row * 2 + 1] - votes[row * 2];
        }
        return lead;
    }

    /** What the softmax is to take: of two classes plus and minus half the lead. */
    private void softenVotes(double[] votes) {
        if (classes.size() != 2) {
            Rows.dividedBy(votes, classes.size() - 1.0);
            return;
        }
        double[] lead = lead(votes);
        for (int row = 0; row < lead.length; row++) {
            votes[row * 2] = -lead[row] / 2;
            votes[row * 2 + 1] = lead[row] / 2;
        }
    }

    private double[] likely(List<Values> shares, int rows) {
        double[] votes = new double[rows * classes.size()];
        shares.forEach(each -> addProbabilities(Answers.numbers(each), votes));
        return weighed(votes);
    }

    private double[] chosen(Matrix matrix) {
        double[] votes = new double[matrix.rows() * classes.size()];
        for (int i = 0; i < members.size(); i++) {
            addPredictions(members.get(i).predict(matrix), weights[i], votes);
        }
        return weighed(votes);
    }

    private double[] weighed(double[] votes) {
        return Rows.dividedBy(votes, Arrays.stream(weights).sum());
    }

    private void addPredictions(int[] predicted, double weight, double[] votes) {
        int count = classes.size();
        for (int row = 0; row < predicted.length; row++) {
            for (int label = 0; label < count; label++) {
                votes[row * count + label] += label == predicted[row] ? weight : -weight * penalty;
            }
        }
    }

    private void addProbabilities(double[] probabilities, double[] votes) {
        int count = classes.size();
        double[] logs = new double[count];
        for (int from = 0; from < probabilities.length; from += count) {
            double mean = 0;
            for (int i = 0; i < count; i++) {
                logs[i] = Math.log(Math.max(probabilities[from + i], SMALLEST));
                mean += logs[i] / count;
            }
            for (int i = 0; i < count; i++) {
                votes[from + i] += (count - 1) * (logs[i] - mean);
            }
        }
    }
}
