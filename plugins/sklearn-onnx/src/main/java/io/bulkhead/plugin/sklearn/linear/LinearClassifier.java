package io.bulkhead.plugin.sklearn.linear;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;

/**
 * Classifiers that answer the class with the highest score. Of two classes there is one score, and
 * its sign decides.
 */
public final class LinearClassifier implements Estimator {
    private final Features features;
    private final LinearScores scores;
    private final ClassLabels classes;
    private final Optional<Link> link;
    private final boolean severalLabels;

    private LinearClassifier(
            Features features,
            LinearScores scores,
            ClassLabels classes,
            Optional<Link> link,
            boolean severalLabels) {
        this.features = features;
        this.severalLabels = severalLabels;
        this.scores = scores;
        this.classes = classes;
        this.link = link;
    }

    /** Classifiers without probabilities. */
    public static LinearClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return read(attributes, Optional.empty());
    }

    /** LogisticRegression and LogisticRegressionCV. */
    public static LinearClassifier readLogistic(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = classes(attributes);
        // Newer versions have no multi_class; "auto" is how they decide, and "warn" was how 0.2x
        // did
        boolean oneVersusRest =
                switch (attributes.text("multi_class", "auto")) {
                    case "ovr", "warn" -> true;
                    case "multinomial" -> false;
                    case "auto", "deprecated" ->
                            classes.size() <= 2 || !knowsManyClasses(attributes);
                    default ->
                            throw attributes.unsupported(
                                    "multi_class", attributes.require("multi_class"));
                };
        return read(attributes, Optional.of(oneVersusRest ? Link.ONE_VERSUS_REST : Link.SOFTMAX));
    }

    /** Whether the solver can fit more than two classes at once. */
    private static boolean knowsManyClasses(Attributes attributes) throws PickleException {
        String solver =
                attributes.oneOf(
                        "solver",
                        "lbfgs",
                        "liblinear",
                        "newton-cg",
                        "newton-cholesky",
                        "sag",
                        "saga");
        return switch (solver) {
            case "liblinear" -> false;
            case "newton-cholesky" -> attributes.writtenBy(1, 6);
            default -> true;
        };
    }

    /** SGDClassifier: probabilities only for two of its losses. */
    public static LinearClassifier readStochastic(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        return switch (attributes.text("loss", "hinge")) {
            case "log_loss", "log" -> read(attributes, Optional.of(Link.ONE_VERSUS_REST));
            case "modified_huber" -> read(attributes, Optional.of(Link.MODIFIED_HUBER));
            default -> read(attributes, Optional.empty());
        };
    }

    private static LinearClassifier read(Attributes attributes, Optional<Link> link)
            throws PickleException {
        Features features = Features.of(attributes);
        LinearScores scores = LinearScores.of(attributes, features);
        ClassLabels classes = classes(attributes);
        boolean severalLabels = severalLabels(attributes);
        boolean binary = scores.outputs() == 1 && classes.size() == 2 && !severalLabels;
        if (!binary && scores.outputs() != classes.size()) {
            throw new PickleException(
                    attributes.owner()
                            + " has scores for "
                            + scores.outputs()
                            + " of "
                            + classes.size()
                            + " classes");
        }
        return new LinearClassifier(features, scores, classes, link, severalLabels);
    }

    /** Whether a row may be of any number of classes, as RidgeClassifier can fit them. */
    private static boolean severalLabels(Attributes attributes) throws PickleException {
        return attributes.find("_label_binarizer").isPresent()
                && attributes
                        .member(attributes.require("_label_binarizer"))
                        .text("y_type_", "")
                        .startsWith("multilabel");
    }

    /** RidgeClassifier keeps its classes in the binarizer that it fitted them with. */
    private static ClassLabels classes(Attributes attributes) throws PickleException {
        if (attributes.find("classes_").isEmpty()
                && attributes.find("_label_binarizer").isPresent()) {
            Attributes binarizer = attributes.member(attributes.require("_label_binarizer"));
            return binarizer.labels("classes_");
        }
        return attributes.labels("classes_");
    }

    @Override
    public Set<Method> methods() {
        return link.isPresent()
                ? Set.of(
                        Method.PREDICT,
                        Method.PREDICT_PROBA,
                        Method.PREDICT_LOG_PROBA,
                        Method.DECISION_FUNCTION)
                : Set.of(Method.PREDICT, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Optional<float[]> singles = features.singles(input);
        Values rows = singles.isPresent() ? input : features.finiteOrSparse(input);
        double[] decisions =
                singles.isPresent() ? scores.of(singles.get()) : scores.of(rows, input);
        if (singles.isPresent() && !Rows.allFinite(decisions)) {
            features.finite(input); // every number is in a sum, which shows that one is not finite
        }
        return switch (method) {
            case PREDICT -> picked(decisions);
            case PREDICT_PROBA -> probabilities(decisions, input);
            case PREDICT_LOG_PROBA -> Rows.log(probabilities(decisions, input));
            default -> new Matrix(rows.rows(), scores.outputs(), decisions, scores.single(input));
        };
    }

    private Values picked(double[] decisions) {
        return severalLabels
                ? Answers.above(Rows.matrix(decisions, scores.outputs()), 0)
                : classes.pick(highest(decisions));
    }

    private int[] highest(double[] decisions) {
        if (scores.outputs() > 1) {
            return Rows.argMax(decisions, scores.outputs());
        }
        int[] picked = new int[decisions.length];
        for (int row = 0; row < picked.length; row++) {
            picked[row] = decisions[row] > 0 ? 1 : 0;
        }
        return picked;
    }

    private Matrix probabilities(double[] decisions, Values input) {
        Link present = link.orElseThrow();
        double[] probabilities =
                scores.outputs() == 1
                        ? present.ofPair(decisions, scores.single(input))
                        : present.ofMany(decisions, scores.outputs());
        return new Matrix(input.rows(), classes.size(), probabilities, scores.single(input));
    }
}
