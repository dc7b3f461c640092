package io.bulkhead.plugin.sklearn.boosting;

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

/** Boosted trees over histograms whose sums are scores of classes. */
public final class HistGradientBoostingClassifier implements Estimator {
    private final HistBoosting boosting;
    private final ClassLabels classes;

    private HistGradientBoostingClassifier(HistBoosting boosting, ClassLabels classes) {
        this.boosting = boosting;
        this.classes = classes;
    }

    public static HistGradientBoostingClassifier read(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        HistBoosting boosting = HistBoosting.read(attributes, converter);
        ClassLabels classes = attributes.labels("classes_");
        if (boosting.scores() != (classes.size() <= 2 ? 1 : classes.size())) {
            throw new PickleException(attributes.owner() + " has trees for other classes");
        }
        return new HistGradientBoostingClassifier(boosting, classes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] scores = boosting.of(input);
        if (method == Method.DECISION_FUNCTION) {
            return Rows.matrix(scores, boosting.scores());
        }
        if (boosting.scores() > 1) {
            Rows.softmax(scores, classes.size());
            return Answers.ofProbabilities(method, classes, scores);
        }
        for (int row = 0; row < scores.length; row++) {
            scores[row] = Rows.logistic(scores[row]);
        }
        return Answers.ofProbabilities(method, classes, Rows.pairs(scores));
    }
}
