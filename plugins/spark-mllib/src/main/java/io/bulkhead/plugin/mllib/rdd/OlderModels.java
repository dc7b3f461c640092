package io.bulkhead.plugin.mllib.rdd;

import static java.util.Map.entry;

import io.bulkhead.plugin.mllib.classification.NaiveBayes;
import io.bulkhead.plugin.mllib.classification.Scores;
import io.bulkhead.plugin.mllib.clustering.BisectingCentres;
import io.bulkhead.plugin.mllib.clustering.Centres;
import io.bulkhead.plugin.mllib.clustering.Distance;
import io.bulkhead.plugin.mllib.clustering.GaussianMixture;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.IsotonicRegression;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.VectorModel;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.tree.OlderTrees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads models of {@code org.apache.spark.mllib}, by Spark's class or MLServer's name for it. */
public final class OlderModels {
    /** Where their classes are. */
    public static final String PACKAGE = "org.apache.spark.mllib.";

    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    entry(
                            "LogisticRegressionModel",
                            kind("LogisticRegression", OlderModels::logistic)),
                    entry("SVMModel", kind("SVM", OlderModels::supportVectors)),
                    entry("NaiveBayesModel", kind("NaiveBayes", OlderModels::naiveBayes)),
                    entry("LinearRegressionModel", kind("LinearRegression", OlderModels::linear)),
                    entry("LassoModel", kind("Lasso", OlderModels::linear)),
                    entry("RidgeRegressionModel", kind("RidgeRegression", OlderModels::linear)),
                    entry(
                            "IsotonicRegressionModel",
                            kind("IsotonicRegression", OlderModels::isotonic)),
                    entry("KMeansModel", kind("KMeans", OlderModels::centres)),
                    entry("BisectingKMeansModel", kind("BisectingKMeans", OlderModels::bisecting)),
                    entry("GaussianMixtureModel", kind("GaussianMixture", OlderModels::mixture)),
                    entry("DecisionTreeModel", kind("DecisionTree", OlderTrees::readTree)),
                    entry("RandomForestModel", kind("RandomForest", OlderTrees::readForest)),
                    entry(
                            "GradientBoostedTreesModel",
                            kind("GradientBoostedTrees", OlderTrees::readForest)));

    private OlderModels() {}

    @FunctionalInterface
    private interface Reader {
        VectorModel read(SavedStage saved) throws IOException;
    }

    /**
     * @param format MLServer's name
     */
    private record Kind(String format, Reader reader) {}

    private static Kind kind(String format, Reader reader) {
        return new Kind(format, reader);
    }

    /**
     * Reads a model.
     *
     * @param format what the settings say that it is, if they do
     * @throws MalformedModelException if it is something else, or broken
     */
    public static VectorModel read(SavedStage saved, Optional<String> format) throws IOException {
        Kind kind = KINDS.get(saved.kind());
        if (kind == null) {
            throw new MalformedModelException(
                    "model '"
                            + saved.className()
                            + "' is not supported; save it as a model of"
                            + " org.apache.spark.ml, if there is one");
        }
        if (format.isPresent() && !format.get().equals(kind.format())) {
            throw new MalformedModelException(
                    "the settings' format is '"
                            + format.get()
                            + "', the folder holds a "
                            + kind.format());
        }
        return kind.reader().read(saved);
    }

    private static VectorModel linear(SavedStage saved) throws IOException {
        Group row = saved.row();
        double[] weights = LinearAlgebra.vector(row, "weights");
        double intercept = row.number("intercept");
        return new VectorModel(weights.length, features -> features.dot(weights) + intercept);
    }

    private static VectorModel supportVectors(SavedStage saved) throws IOException {
        VectorModel margin = linear(saved);
        Group row = saved.row();
        if (!row.has("threshold")) {
            return margin;
        }
        double threshold = row.number("threshold");
        return new VectorModel(
                margin.featureCount(),
                features -> margin.prediction().of(features) > threshold ? 1 : 0);
    }

    private static VectorModel logistic(SavedStage saved) throws IOException {
        int classes = wholeOf(saved, "numClasses");
        if (classes > 2) {
            return multinomial(saved, classes);
        }
        VectorModel margin = linear(saved);
        Group row = saved.row();
        boolean asClass = row.has("threshold");
        double threshold = asClass ? row.number("threshold") : 0;
        return new VectorModel(
                margin.featureCount(),
                features -> {
                    double score = Scores.sigmoid(margin.prediction().of(features));
                    if (!asClass) {
                        return score;
                    }
                    return score > threshold ? 1 : 0;
                });
    }

    /** Weights for all classes but the first, whose score is 0; perhaps each with an intercept. */
    private static VectorModel multinomial(SavedStage saved, int classes) throws IOException {
        int features = wholeOf(saved, "numFeatures");
        double[] weights = LinearAlgebra.vector(saved.row(), "weights");
        int line = weights.length / (classes - 1);
        boolean intercepts = line == features + 1;
        if (line * (classes - 1) != weights.length || (line != features && !intercepts)) {
            throw new MalformedModelException("its weights do not fit its features");
        }
        return new VectorModel(
                features,
                row -> {
                    int best = 0;
                    double highest = 0;
                    for (int i = 0; i < classes - 1; i++) {
                        double margin = row.dot(weights, i * line);
                        margin += intercepts ? weights[i * line + features] : 0;
                        if (margin > highest) {
                            best = i + 1;
                            highest = margin;
                        }
                    }
                    return best;
                });
    }

    private static VectorModel naiveBayes(SavedStage saved) throws IOException {
        Group row = saved.row();
        double[] labels = row.numbers("labels");
        double[] prior = row.numbers("pi");
        Matrix theta = matrix(row.list("theta"));
        String type = row.has("modelType") ? row.text("modelType") : "multinomial";
        NaiveBayes scores =
                type.equals("bernoulli")
                        ? NaiveBayes.bernoulli(prior, theta)
                        : NaiveBayes.multinomial(prior, theta);
        if (labels.length != scores.classCount()) {
            throw new MalformedModelException("its labels do not fit its classes");
        }
        return new VectorModel(
                scores.featureCount(),
                features -> {
                    double[] raw = new double[labels.length];
                    scores.raw(features, raw, new Cell(""));
                    return labels[Scores.largest(raw, raw.length)];
                });
    }

    private static Matrix matrix(List<?> lines) throws MalformedModelException {
        List<double[]> rows = new ArrayList<>();
        for (Object line : lines) {
            if (!(line instanceof double[] numbers)
                    || (!rows.isEmpty() && rows.get(0).length != numbers.length)) {
                throw new MalformedModelException("a matrix whose rows differ in size");
            }
            rows.add(numbers);
        }
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        double[] values = new double[rows.size() * columns];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * columns, columns);
        }
        return new Matrix(rows.size(), columns, values);
    }

    private static VectorModel isotonic(SavedStage saved) throws IOException {
        List<Group> rows = saved.data();
        double[][] points = new double[rows.size()][];
        for (int i = 0; i < points.length; i++) {
            points[i] =
                    new double[] {rows.get(i).number("boundary"), rows.get(i).number("prediction")};
        }
        Arrays.sort(points, Comparator.comparingDouble(point -> point[0]));
        double[] boundaries = new double[points.length];
        double[] predictions = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            boundaries[i] = points[i][0];
            predictions[i] = points[i][1];
        }
        IsotonicRegression curve = IsotonicRegression.of(boundaries, predictions);
        return new VectorModel(1, features -> curve.predict(features.at(0)));
    }

    private static VectorModel centres(SavedStage saved) throws IOException {
        Centres centres = Centres.of(saved.data(), "id", "point", distance(saved));
        return new VectorModel(centres.featureCount(), centres::nearest);
    }

    private static VectorModel bisecting(SavedStage saved) throws IOException {
        BisectingCentres centres = BisectingCentres.of(saved);
        return new VectorModel(centres.featureCount(), centres::nearest);
    }

    private static VectorModel mixture(SavedStage saved) throws IOException {
        GaussianMixture mixture = GaussianMixture.of(saved.data());
        return new VectorModel(
                mixture.featureCount(),
                features -> {
                    double[] shares = new double[mixture.count()];
                    mixture.shares(features, shares);
                    return Scores.largest(shares, shares.length);
                });
    }

    private static Distance distance(SavedStage saved) throws MalformedModelException {
        return saved.extra("distanceMeasure").orElse("euclidean") instanceof String name
                ? Distance.named(name)
                : Distance.EUCLIDEAN;
    }

    private static int wholeOf(SavedStage saved, String field) throws MalformedModelException {
        if (saved.extra(field).orElse("") instanceof Long value
                && value >= 0
                && value < Integer.MAX_VALUE) {
            return value.intValue();
        }
        throw new MalformedModelException("its '" + field + "' is missing");
    }
}
