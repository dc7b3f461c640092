package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyBytes;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * XGBoost's estimators for scikit-learn. A pickle of one holds the booster as a snapshot, which is
 * the model that XGBoost writes to files and the booster's settings around it.
 */
final class XgboostReader implements EstimatorReaders {
    private static final String CLASS_LABELS = "multi:softmax";

    private final Boosters boosters;

    XgboostReader(Boosters boosters) {
        this.boosters = boosters;
    }

    @Override
    public Optional<EstimatorReader> find(String name) {
        return switch (name) {
            case "xgboost.core.Booster" -> Optional.of(this::booster);
            case "xgboost.sklearn.XGBClassifier", "xgboost.sklearn.XGBRFClassifier" ->
                    Optional.of(this::classifier);
            case "xgboost.sklearn.XGBRegressor",
                    "xgboost.sklearn.XGBRFRegressor",
                    "xgboost.sklearn.XGBRanker" ->
                    Optional.of(this::regressor);
            default -> Optional.empty();
        };
    }

    /** As shares of one; the booster is loaded once more, only to be asked for them. */
    @Override
    public Optional<double[]> importances(Attributes estimator) throws PickleException {
        if (!estimator.className().module().equals("xgboost.sklearn")) {
            return Optional.empty();
        }
        String type = estimator.findText("importance_type").orElse("gain");
        Attributes booster = estimator.member(estimator.require("_Booster"));
        Trees trees =
                boosters.load(
                        "xgboost",
                        ".ubj",
                        snapshot(estimator, booster),
                        Parameters.of("importances", type));
        try (Model asked = trees.model()) {
            return trees.importances();
        }
    }

    private Estimator regressor(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return DelegatedTrees.numbers(attributes.owner(), trees(attributes))
                .withMissing(missing(attributes));
    }

    private Estimator classifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        boolean labels = attributes.findText("objective").orElse("").equals(CLASS_LABELS);
        ClassLabels classes = classes(attributes, labels);
        Trees trees = trees(attributes);
        long width = trees.width("predict").orElse(1L);
        if (!labels && classes.size() == 2 && width > 1) {
            return DelegatedTrees.flags(attributes.owner(), trees).withMissing(missing(attributes));
        }
        if (width != (labels || classes.size() == 2 ? 1 : classes.size())) {
            throw new PickleException(
                    attributes.owner() + " with several outputs is not supported");
        }
        DelegatedTrees made =
                labels
                        ? DelegatedTrees.margins(attributes.owner(), trees, classes)
                        : DelegatedTrees.probabilities(attributes.owner(), trees, classes);
        return made.withMissing(missing(attributes));
    }

    /**
     * The numbers from zero on, unless there is an encoder, as versions before 1.6 had them: what
     * later ones call {@code classes_} is told, but not answered.
     */
    private static ClassLabels classes(Attributes attributes, boolean labels)
            throws PickleException {
        Optional<Object> encoder = attributes.find("_le");
        if (encoder.isPresent()) {
            return attributes.member(encoder.get()).labels("classes_");
        }
        int count = attributes.integer("n_classes_");
        if (count < 2 || count > 1_000_000) {
            throw attributes.unsupported("n_classes_", count);
        }
        return labels
                ? ClassLabels.ofNumbers(NumericData.of(IntStream.range(0, count).toArray()))
                : ClassLabels.encoded(count);
    }

    private static double missing(Attributes attributes) {
        return attributes.findNumber("missing").orElse(Double.NaN);
    }

    private Estimator booster(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DelegatedAnswers(attributes.owner(), read(attributes, attributes));
    }

    private Trees trees(Attributes attributes) throws PickleException {
        return read(attributes, attributes.member(attributes.require("_Booster")));
    }

    private Trees read(Attributes attributes, Attributes booster) throws PickleException {
        return boosters.load("xgboost", ".ubj", snapshot(attributes, booster));
    }

    private static ByteBuffer snapshot(Attributes attributes, Attributes booster)
            throws PickleException {
        if (booster.require("handle") instanceof PyBytes snapshot) {
            return snapshot.buffer();
        }
        throw new PickleException(attributes.owner() + " holds a booster that is no bytes");
    }
}
