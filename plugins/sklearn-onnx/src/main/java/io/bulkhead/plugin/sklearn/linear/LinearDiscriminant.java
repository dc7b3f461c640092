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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** LinearDiscriminantAnalysis: scores of the classes, and the axes that tell them apart best. */
public final class LinearDiscriminant implements Estimator {
    private final Features features;
    private final LinearScores scores;
    private final ClassLabels classes;
    private final Optional<double[]> axes;
    private final double[] middle;
    private final int kept;

    private LinearDiscriminant(
            Features features,
            LinearScores scores,
            ClassLabels classes,
            Optional<double[]> axes,
            double[] middle,
            int kept) {
        this.features = features;
        this.scores = scores;
        this.classes = classes;
        this.axes = axes;
        this.middle = middle;
        this.kept = kept;
    }

    public static LinearDiscriminant read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        LinearScores scores = LinearScores.of(attributes, features);
        ClassLabels classes = attributes.labels("classes_");
        boolean pair = scores.outputs() == 1 && classes.size() == 2;
        if (!pair && scores.outputs() != classes.size()) {
            throw new PickleException(attributes.owner() + " has scores for other classes");
        }
        String solver = attributes.text("solver", "svd");
        Optional<double[]> axes =
                solver.equals("lsqr")
                        ? Optional.empty()
                        : Optional.of(attributes.numbers("scalings_"));
        double[] middle =
                solver.equals("svd") ? attributes.numbers("xbar_") : new double[features.count()];
        int kept = attributes.integer("_max_components");
        if (middle.length != features.count()
                || (axes.isPresent() && axes.get().length % features.count() != 0)) {
            throw new PickleException(attributes.owner() + " has axes that do not fit");
        }
        return new LinearDiscriminant(features, scores, classes, axes, middle, kept);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods =
                EnumSet.of(
                        Method.PREDICT,
                        Method.PREDICT_PROBA,
                        Method.PREDICT_LOG_PROBA,
                        Method.DECISION_FUNCTION);
        if (axes.isPresent()) {
            methods.add(Method.TRANSFORM);
        }
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        if (method == Method.TRANSFORM) {
            return transform(matrix);
        }
        double[] decisions = scores.of(matrix, matrix);
        if (method == Method.DECISION_FUNCTION) {
            return Rows.matrix(decisions, scores.outputs());
        }
        if (scores.outputs() > 1) {
            return Answers.ofProbabilities(
                    method, classes, Rows.softmaxed(decisions, classes.size()));
        }
        for (int row = 0; row < decisions.length; row++) {
            decisions[row] = Rows.logistic(decisions[row]);
        }
        return Answers.ofProbabilities(method, classes, Rows.pairs(decisions));
    }

    private Values transform(Matrix matrix) {
        double[] scalings = axes.orElseThrow();
        int count = features.count();
        int width = scalings.length / count;
        int columns = Math.min(kept, width);
        double[] places = new double[matrix.rows() * columns];
        for (int i = 0; i < places.length; i++) {
            int row = i / columns;
            int column = i % columns;
            for (int feature = 0; feature < count; feature++) {
                double centred = matrix.values()[row * count + feature] - middle[feature];
                places[i] += centred * scalings[feature * width + column];
            }
        }
        return Rows.matrix(places, columns);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        int width = axes.map(each -> each.length / features.count()).orElse(0);
        return IntStream.range(0, Math.min(kept, width))
                .mapToObj(i -> "lineardiscriminantanalysis" + i)
                .toList();
    }
}
