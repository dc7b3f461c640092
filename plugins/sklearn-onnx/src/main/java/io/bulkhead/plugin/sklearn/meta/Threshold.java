package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** A classifier of two classes whose score is compared with a threshold of its own. */
public final class Threshold implements Estimator {
    private final Classifier classifier;
    private final double threshold;
    private final boolean byProbability;

    private Threshold(Classifier classifier, double threshold, boolean byProbability) {
        this.classifier = classifier;
        this.threshold = threshold;
        this.byProbability = byProbability;
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
        if (attributes.find("pos_label").isPresent()) {
            throw attributes.unsupported("pos_label", attributes.require("pos_label"));
        }
        if (classifier.classes().size() != 2) {
            throw new PickleException(attributes.owner() + " knows more than two classes");
        }
        return new Threshold(classifier, threshold, byProbability);
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
        double[] scores =
                byProbability
                        ? Rows.seconds(classifier.probabilities(input))
                        : Answers.numbers(
                                classifier.estimator().apply(Method.DECISION_FUNCTION, input));
        int[] picked = new int[scores.length];
        Arrays.setAll(picked, row -> scores[row] >= threshold ? 1 : 0);
        return classifier.classes().pick(picked);
    }
}
