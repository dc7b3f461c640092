package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Boosted trees whose sums are scores: one of two classes, else one of each class. */
public final class GradientBoostingClassifier implements Estimator {
    private final GradientBoosting boosting;
    private final ClassLabels classes;
    private final double scale;

    private GradientBoostingClassifier(
            GradientBoosting boosting, ClassLabels classes, double scale) {
        this.boosting = boosting;
        this.classes = classes;
        this.scale = scale;
    }

    public static GradientBoostingClassifier read(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        GradientBoosting boosting = GradientBoosting.read(attributes, converter);
        ClassLabels classes = attributes.labels("classes_");
        if (boosting.scores() != (classes.size() == 2 ? 1 : classes.size())) {
            throw new PickleException(attributes.owner() + " has trees for other classes");
        }
        double scale =
                attributes
                                .oneOf("loss", "log_loss", "deviance", "exponential")
                                .equals("exponential")
                        ? 2
                        : 1;
        return new GradientBoostingClassifier(boosting, classes, scale);
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
        double[] scores = boosting.decide(input, share -> Math.log(share / (1 - share)) / scale);
        if (method == Method.DECISION_FUNCTION) {
            return Rows.matrix(scores, boosting.scores());
        }
        if (boosting.scores() > 1) {
            return Answers.ofProbabilities(method, classes, Rows.softmaxed(scores, classes.size()));
        }
        return method == Method.PREDICT
                ? classes.pick(signs(scores))
                : Answers.ofProbabilities(method, classes, pairs(scores));
    }

    /** A score of zero is for the second class, unlike elsewhere. */
    private static int[] signs(double[] scores) {
        int[] picked = new int[scores.length];
        for (int row = 0; row < picked.length; row++) {
            picked[row] = scores[row] >= 0 ? 1 : 0;
        }
        return picked;
    }

    private double[] pairs(double[] scores) {
        for (int row = 0; row < scores.length; row++) {
            scores[row] = Rows.logistic(scale * scores[row]);
        }
        return Rows.pairs(scores);
    }
}
