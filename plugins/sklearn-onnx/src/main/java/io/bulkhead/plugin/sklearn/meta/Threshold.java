package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A classifier of two classes whose score is compared with a threshold of its own. */
public final class Threshold implements Estimator {
    private final Classifier classifier;
    private final double threshold;
    private final boolean byProbability;
    private final int positive;

    private Threshold(
            Classifier classifier, double threshold, boolean byProbability, int positive) {
        this.classifier = classifier;
        this.threshold = threshold;
        this.byProbability = byProbability;
        this.positive = positive;
    }

    /**
     * TunedThresholdClassifierCV keeps the threshold it found, FixedThresholdClassifier its own.
     */
    public static Threshold read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Classifier classifier =
                Classifier.of(attributes.require("estimator_"), attributes, converter);
        String asked = attributes.text("response_method", "auto");
        boolean byProbability =
                asked.equals("predict_proba")
                        || (asked.equals("auto") && classifier.can(Method.PREDICT_PROBA));
        double usual = byProbability ? 0.5 : 0;
        double threshold =
                attributes
                        .findNumber("best_threshold_")
                        .or(() -> attributes.findNumber("threshold"))
                        .orElse(usual);
        if (classifier.classes().size() != 2) {
            throw new PickleException(attributes.owner() + " knows more than two classes");
        }
        return new Threshold(
                classifier, threshold, byProbability, positive(attributes, classifier));
    }

    /** Which class the score speaks for: {@code pos_label}, or the one that the scoring has. */
    private static int positive(Attributes attributes, Classifier classifier)
            throws PickleException {
        Optional<Object> own = attributes.find("pos_label");
        Optional<Object> label = own.isPresent() ? own : ScoringLabel.of(attributes);
        if (label.isEmpty()) {
            return 1;
        }
        int index = classifier.classes().indexOf(label.get());
        if (index < 0) {
            throw attributes.unsupported("pos_label", label.get());
        }
        return index;
    }

    @Override
    public Set<Method> methods() {
        return classifier.estimator().methods();
    }

    @Override
    public Values apply(Method method, Values input) {
        if (method != Method.PREDICT) {
            return classifier.estimator().apply(method, input);
        }
        double[] scores = scores(input);
        int[] picked = new int[scores.length];
        Arrays.setAll(picked, row -> scores[row] >= threshold ? positive : 1 - positive);
        return classifier.classes().pick(picked);
    }

    /** How much speaks for the positive class, row by row. */
    private double[] scores(Values input) {
        if (byProbability) {
            double[] both = classifier.probabilities(input);
            double[] scores = new double[both.length / 2];
            Arrays.setAll(scores, row -> both[2 * row + positive]);
            return scores;
        }
        double[] seconds =
                Answers.numbers(classifier.estimator().apply(Method.DECISION_FUNCTION, input));
        return positive == 1 ? seconds : Arrays.stream(seconds).map(score -> -score).toArray();
    }
}
