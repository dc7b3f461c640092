package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Fills what is missing with the average of the nearest rows that have it. */
public final class NeighborsImputer implements Estimator {
    private final Features features;
    private final double missing;
    private final Matrix fitted;
    private final int neighbors;
    private final boolean byDistance;

    /** Whether rows that have nothing in common with the one at hand count if others do. */
    private final boolean strangersCount;

    /** The features that the answer has; those never seen are left out or zero. */
    private final int[] kept;

    private final boolean[] known;
    private final MissingColumns indicators;

    /** Whether what was missing is not told where nothing is, as before scikit-learn 1.3. */
    private final boolean forgets;

    private NeighborsImputer(
            Attributes attributes, Features features, Matrix fitted, boolean byDistance)
            throws PickleException {
        this.features = features;
        this.missing = attributes.findNumber("missing_values").orElse(Double.NaN);
        this.fitted = fitted;
        this.neighbors = attributes.integer("n_neighbors");
        this.byDistance = byDistance;
        this.strangersCount = !byDistance && !attributes.writtenBy(1, 6);
        this.known = new boolean[features.count()];
        for (int i = 0; i < fitted.values().length; i++) {
            known[i % known.length] |= !isMissing(fitted.values()[i]);
        }
        boolean keepEmpty = attributes.flag("keep_empty_features", false);
        this.kept =
                IntStream.range(0, known.length)
                        .filter(feature -> keepEmpty || known[feature])
                        .toArray();
        this.indicators = MissingColumns.of(attributes, features.count());
        this.forgets = !attributes.writtenBy(1, 3);
    }

    public static NeighborsImputer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        Matrix fitted = attributes.matrix("_fit_X");
        if (fitted.columns() != features.count()) {
            throw new PickleException(attributes.owner() + " was fitted on other features");
        }
        if (!attributes.text("metric", "nan_euclidean").equals("nan_euclidean")) {
            throw attributes.unsupported("metric", attributes.require("metric"));
        }
        Object weights = attributes.find("weights").orElse("uniform");
        if (!weights.equals("uniform") && !weights.equals("distance")) {
            throw attributes.unsupported("weights", weights);
        }
        return new NeighborsImputer(attributes, features, fitted, weights.equals("distance"));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix =
                Double.isNaN(missing) ? features.finiteOrMissing(input) : features.finite(input);
        double[] filled = matrix.values().clone();
        for (int row = 0; row < matrix.rows(); row++) {
            fill(matrix, row, filled);
        }
        Matrix all = new Matrix(matrix.rows(), matrix.columns(), filled, matrix.precision());
        Matrix answer = all.select(kept, features.owner());
        return forgets && Arrays.stream(matrix.values()).noneMatch(this::isMissing)
                ? answer
                : indicators.append(answer, matrix, this::isMissing);
    }

    private boolean isMissing(double value) {
        return Double.isNaN(value) || value == missing; // NaN gets here only if it is missing
    }

    private void fill(Matrix matrix, int row, double[] filled) {
        int count = features.count();
        double[] distances = new double[0];
        for (int feature = 0; feature < count; feature++) {
            int at = row * count + feature;
            if (!known[feature]) {
                filled[at] = 0;
            } else if (isMissing(filled[at])) {
                distances = distances.length == 0 ? distances(matrix, row) : distances;
                double value = average(feature, distances);
                filled[at] = matrix.precision().round(value);
            }
        }
    }

    /** To each fitted row; NaN if the two have no feature in common. */
    private double[] distances(Matrix matrix, int row) {
        int count = features.count();
        double[] distances = new double[fitted.rows()];
        for (int other = 0; other < distances.length; other++) {
            double sum = 0;
            int shared = 0;
            for (int feature = 0; feature < count; feature++) {
                double a = matrix.values()[row * count + feature];
                double b = fitted.values()[other * count + feature];
                if (!isMissing(a) && !isMissing(b)) {
                    sum += (a - b) * (a - b);
                    shared++;
                }
            }
            distances[other] = shared == 0 ? Double.NaN : Math.sqrt(sum / shared * count);
        }
        return distances;
    }

    private double average(int feature, double[] distances) {
        int[] donors =
                IntStream.range(0, distances.length)
                        .filter(row -> !isMissing(donated(row, feature)))
                        .toArray();
        if (IntStream.of(donors).allMatch(row -> Double.isNaN(distances[row]))) {
            return IntStream.of(donors)
                    .mapToDouble(row -> donated(row, feature))
                    .average()
                    .orElse(0);
        }
        int[] nearest =
                IntStream.of(donors)
                        .boxed()
                        .sorted(Comparator.comparingDouble(row -> distances[row])) // NaN is last
                        .limit(neighbors)
                        .mapToInt(Integer::intValue)
                        .toArray();
        boolean touching = IntStream.of(nearest).anyMatch(row -> distances[row] == 0);
        double sum = 0;
        double weights = 0;
        for (int row : nearest) {
            double weight = byDistance ? weight(distances[row], touching) : weight(distances[row]);
            sum += weight * donated(row, feature);
            weights += weight;
        }
        return sum / weights;
    }

    private double donated(int row, int feature) {
        return fitted.values()[row * features.count() + feature];
    }

    /** Rows at no distance at all are the only ones that count, if there are any. */
    private static double weight(double distance, boolean touching) {
        if (touching) {
            return distance == 0 ? 1 : 0;
        }
        return Double.isNaN(distance) ? 0 : 1 / distance;
    }

    private double weight(double distance) {
        return Double.isNaN(distance) && !strangersCount ? 0 : 1;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>();
        IntStream.of(kept).forEach(index -> names.add(inputNames.get(index)));
        names.addAll(indicators.names(inputNames));
        return names;
    }
}
