package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Spread;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.random.RandomState;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Fills what is missing by regressions on the other features, in rounds: with what they predict, or
 * with what is drawn around it.
 */
public final class IterativeImputer implements Estimator {
    /** One regression: which feature it fills, and from which. */
    private static final class Step {
        private final int feature;
        private final int[] from;
        private final Estimator regressor;
        private final Optional<Spread> posterior;

        Step(int feature, int[] from, Estimator regressor, Optional<Spread> posterior) {
            this.feature = feature;
            this.from = from;
            this.regressor = regressor;
            this.posterior = posterior;
        }
    }

    private final Features features;
    private final double missing;
    private final Estimator first;
    private final int[] kept;
    private final List<Step> steps;
    private final double[] least;
    private final double[] most;
    private final MissingColumns indicators;
    private final boolean draws;

    private IterativeImputer(
            Attributes attributes, Features features, Estimator first, int[] kept, List<Step> steps)
            throws PickleException {
        this.features = features;
        this.missing = attributes.findNumber("missing_values").orElse(Double.NaN);
        this.first = first;
        this.kept = kept;
        this.steps = List.copyOf(steps);
        this.least = attributes.numbers("_min_value");
        this.most = attributes.numbers("_max_value");
        this.indicators = MissingColumns.of(attributes, features.count());
        this.draws = steps.stream().anyMatch(step -> step.posterior.isPresent());
        int limits = Math.min(least.length, most.length);
        if (steps.stream().anyMatch(step -> step.feature >= limits)) {
            throw new PickleException(attributes.owner() + " has no limits for some features");
        }
    }

    public static IterativeImputer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        boolean keepsEmpty = attributes.flag("keep_empty_features", false);
        Features features = Features.of(attributes);
        Object initial = attributes.require("initial_imputer_");
        double[] statistics = attributes.member(initial).numbers("statistics_");
        int[] kept =
                IntStream.range(0, Math.min(statistics.length, features.count()))
                        .filter(feature -> keepsEmpty || !Double.isNaN(statistics[feature]))
                        .toArray();
        List<Step> steps = new ArrayList<>();
        if (attributes.integer("n_iter_") > 0) {
            for (Object step : attributes.items("imputation_sequence_")) {
                steps.add(step(attributes, converter, step, kept.length));
            }
        }
        return new IterativeImputer(attributes, features, converter.convert(initial), kept, steps);
    }

    private static Step step(
            Attributes attributes, EstimatorConverter converter, Object step, int count)
            throws PickleException {
        if (!(step instanceof PickledObject triplet)
                || triplet.arguments().size() != 3
                || !(triplet.arguments().get(0) instanceof Long feature)
                || !(triplet.arguments().get(1) instanceof NdArray from)
                || feature < 0
                || feature >= count
                || LongStream.of(from.toLongs()).anyMatch(index -> index < 0 || index >= count)) {
            throw new PickleException(attributes.owner() + " has a step that is not understood");
        }
        Estimator regressor = converter.convert(triplet.arguments().get(2));
        if (!regressor.methods().contains(Method.PREDICT)) {
            throw new PickleException(attributes.owner() + " has a step that predicts nothing");
        }
        int[] others = LongStream.of(from.toLongs()).mapToInt(Math::toIntExact).toArray();
        Optional<Spread> posterior =
                attributes.flag("sample_posterior", false)
                        ? Optional.of(
                                Posterior.of(
                                        attributes.member(triplet.arguments().get(2)),
                                        others.length))
                        : Optional.empty();
        return new Step(feature.intValue(), others, regressor, posterior);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix =
                Double.isNaN(missing) ? features.finiteOrMissing(input) : features.finite(input);
        Matrix begun = first.apply(Method.TRANSFORM, matrix).numbers(features.owner());
        Matrix known = matrix.select(kept, features.owner());
        double[] filled = begun.values().clone();
        if (!allMissing(known)) {
            // In Python no call draws as one before.
            Optional<RandomState> random =
                    draws ? Optional.of(RandomState.anywhere()) : Optional.empty();
            steps.forEach(step -> fill(step, known, filled, random));
        }
        Matrix answer = new Matrix(matrix.rows(), kept.length, filled, matrix.precision());
        return indicators.append(answer, matrix, this::isMissing);
    }

    private boolean allMissing(Matrix known) {
        return Arrays.stream(known.values()).allMatch(this::isMissing);
    }

    private boolean isMissing(double value) {
        return Double.isNaN(value) || value == missing; // NaN gets here only if it is missing
    }

    private void fill(Step step, Matrix known, double[] filled, Optional<RandomState> random) {
        int width = kept.length;
        int[] rows =
                IntStream.range(0, known.rows())
                        .filter(row -> isMissing(known.values()[row * width + step.feature]))
                        .toArray();
        if (rows.length == 0) {
            return;
        }
        double[] others = new double[rows.length * step.from.length];
        for (int i = 0; i < others.length; i++) {
            int row = rows[i / step.from.length];
            others[i] = filled[row * width + step.from[i % step.from.length]];
        }
        Matrix asked = new Matrix(rows.length, step.from.length, others, known.single());
        double[] found =
                step.regressor.apply(Method.PREDICT, asked).numbers(features.owner()).values();
        for (int i = 0; i < rows.length; i++) {
            double value =
                    random.isPresent() && step.posterior.isPresent()
                            ? draw(random.get(), step, found[i], others, i)
                            : Math.max(least[step.feature], Math.min(most[step.feature], found[i]));
            filled[rows[i] * width + step.feature] = known.precision().round(value);
        }
    }

    private double draw(RandomState random, Step step, double mean, double[] others, int row) {
        double deviation = step.posterior.orElseThrow().deviation(others, row * step.from.length);
        return Posterior.draw(random, mean, deviation, least[step.feature], most[step.feature]);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>();
        IntStream.of(kept).forEach(index -> names.add(inputNames.get(index)));
        names.addAll(indicators.names(inputNames));
        return names;
    }
}
