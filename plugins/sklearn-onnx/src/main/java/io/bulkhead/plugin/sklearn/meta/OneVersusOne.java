package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.svm.PairwiseVotes;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** One estimator for each pair of classes: the class that wins most pairs wins. */
public final class OneVersusOne implements Estimator {
    private final BinaryScores scores;
    private final ClassLabels classes;

    private final double threshold;

    private OneVersusOne(BinaryScores scores, ClassLabels classes, double threshold) {
        this.scores = scores;
        this.classes = classes;
        this.threshold = threshold;
    }

    public static OneVersusOne read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        BinaryScores scores = BinaryScores.of(attributes, converter);
        ClassLabels classes = attributes.labels("classes_");
        if (scores.count() != classes.size() * (classes.size() - 1) / 2) {
            throw new PickleException(attributes.owner() + " has no estimator for each pair");
        }
        // before 1.1 the second of two classes won above zero, even where scores are probabilities
        double threshold = attributes.writtenBy(1, 1) ? scores.threshold() : 0;
        return new OneVersusOne(scores, classes, threshold);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] predictions = scores.of(input, Method.PREDICT).values();
        boolean[] second = new boolean[predictions.length];
        for (int i = 0; i < second.length; i++) {
            second[i] = predictions[i] != 0;
        }
        double[] votes = PairwiseVotes.count(second, scores.of(input), classes.size());
        if (classes.size() == 2) {
            return ofPair(method, Rows.seconds(votes));
        }
        return method == Method.PREDICT
                ? classes.pick(Rows.argMax(votes, classes.size()))
                : Rows.matrix(votes, classes.size());
    }

    private Values ofPair(Method method, double[] votes) {
        int[] picked = new int[votes.length];
        Arrays.setAll(picked, row -> votes[row] > threshold ? 1 : 0);
        return method == Method.PREDICT ? classes.pick(picked) : Rows.column(votes);
    }
}
