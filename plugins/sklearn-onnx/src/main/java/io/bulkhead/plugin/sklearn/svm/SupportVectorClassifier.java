package io.bulkhead.plugin.sklearn.svm;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;

/** SVC and NuSVC: each pair of classes has a score, and the class that wins most pairs wins. */
public final class SupportVectorClassifier implements Estimator {
    private final SupportVectors vectors;
    private final ClassLabels classes;
    private final int[] starts;
    private final boolean sumsUp;
    private final boolean breaksTies;
    private final Optional<PairwiseProbabilities> probabilities;

    private SupportVectorClassifier(
            SupportVectors vectors,
            ClassLabels classes,
            int[] starts,
            boolean sumsUp,
            boolean breaksTies,
            Optional<PairwiseProbabilities> probabilities) {
        this.vectors = vectors;
        this.classes = classes;
        this.starts = starts;
        this.sumsUp = sumsUp;
        this.breaksTies = breaksTies;
        this.probabilities = probabilities;
    }

    public static SupportVectorClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        SupportVectors vectors = SupportVectors.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        int[] starts = starts(attributes.array("_n_support").toLongs());
        int pairs = classes.size() * (classes.size() - 1) / 2;
        if (vectors.intercepts() != pairs
                || starts.length != classes.size() + 1
                || starts[classes.size()] != vectors.count()
                || vectors.weightRows() != classes.size() - 1) {
            throw new PickleException(attributes.owner() + " has vectors for other classes");
        }
        boolean sumsUp = attributes.oneOf("decision_function_shape", "ovr", "ovo").equals("ovr");
        return new SupportVectorClassifier(
                vectors,
                classes,
                starts,
                sumsUp && classes.size() > 2,
                attributes.flag("break_ties", false),
                probabilities(attributes, classes.size(), pairs));
    }

    /** Where the vectors of each class begin, and where the last end. */
    private static int[] starts(long[] counts) throws PickleException {
        int[] starts = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            long end = starts[i] + counts[i];
            if (counts[i] < 0 || counts[i] > Integer.MAX_VALUE || end > Integer.MAX_VALUE) {
                throw new PickleException("a class has an impossible number of vectors");
            }
            starts[i + 1] = (int) end;
        }
        return starts;
    }

    private static Optional<PairwiseProbabilities> probabilities(
            Attributes attributes, int classes, int pairs) throws PickleException {
        if (!attributes.flag("probability", false)) {
            return Optional.empty();
        }
        double[] slopes = attributes.numbers("_probA");
        double[] offsets = attributes.numbers("_probB");
        if (slopes.length != pairs || offsets.length != pairs) {
            throw new PickleException(attributes.owner() + " has no curve for each pair");
        }
        return Optional.of(new PairwiseProbabilities(slopes, offsets, classes));
    }

    @Override
    public Set<Method> methods() {
        return probabilities.isPresent()
                ? Set.of(
                        Method.PREDICT,
                        Method.PREDICT_PROBA,
                        Method.PREDICT_LOG_PROBA,
                        Method.DECISION_FUNCTION)
                : Set.of(Method.PREDICT, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] scores = scores(vectors.checked(input));
        return switch (method) {
            case PREDICT -> classes.pick(winners(scores));
            case DECISION_FUNCTION -> decisions(scores);
            default -> Answers.ofProbabilities(method, classes, shares(scores));
        };
    }

    /** For each row the score of each pair; above zero it is for the first of both. */
    private double[] scores(Matrix matrix) {
        int pairs = vectors.intercepts();
        double[] alike = new double[vectors.count()];
        double[] scores = new double[matrix.rows() * pairs];
        for (int row = 0; row < matrix.rows(); row++) {
            vectors.fillKernel(matrix, row, alike);
            int pair = 0;
            for (int i = 0; i < classes.size(); i++) {
                for (int j = i + 1; j < classes.size(); j++) {
                    scores[row * pairs + pair] =
                            vectors.sum(alike, j - 1, starts[i], starts[i + 1])
                                    + vectors.sum(alike, i, starts[j], starts[j + 1])
                                    + vectors.intercept(pair);
                    pair++;
                }
            }
        }
        return scores;
    }

    private int[] winners(double[] scores) {
        if (breaksTies && sumsUp) {
            return Rows.argMax(sums(scores), classes.size());
        }
        int pairs = vectors.intercepts();
        double[] wins = new double[scores.length / pairs * classes.size()];
        for (int row = 0; row * pairs < scores.length; row++) {
            int pair = row * pairs;
            for (int i = 0; i < classes.size(); i++) {
                for (int j = i + 1; j < classes.size(); j++) {
                    wins[row * classes.size() + (scores[pair++] > 0 ? i : j)]++;
                }
            }
        }
        return Rows.argMax(wins, classes.size());
    }

    private Values decisions(double[] scores) {
        if (sumsUp) {
            return Rows.matrix(sums(scores), classes.size());
        }
        if (classes.size() == 2) { // there the score is the second class's
            for (int row = 0; row < scores.length; row++) {
                scores[row] = -scores[row];
            }
        }
        return Rows.matrix(scores, vectors.intercepts());
    }

    private double[] sums(double[] scores) {
        boolean[] second = new boolean[scores.length];
        double[] confidences = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            second[i] = scores[i] < 0;
            confidences[i] = -scores[i];
        }
        return PairwiseVotes.count(second, confidences, classes.size());
    }

    private double[] shares(double[] scores) {
        PairwiseProbabilities curves = probabilities.orElseThrow();
        int pairs = vectors.intercepts();
        double[] shares = new double[scores.length / pairs * classes.size()];
        double[] own = new double[pairs];
        for (int row = 0; row * pairs < scores.length; row++) {
            System.arraycopy(scores, row * pairs, own, 0, pairs);
            curves.fill(own, shares, row * classes.size());
        }
        return shares;
    }
}
