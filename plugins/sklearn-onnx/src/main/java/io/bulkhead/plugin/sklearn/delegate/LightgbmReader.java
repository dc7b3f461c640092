package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * LightGBM's estimators for scikit-learn. A pickle of one holds the booster as the text that
 * LightGBM writes to files, so the runtime for LightGBM reads it from one.
 */
final class LightgbmReader implements EstimatorReaders {

    /** An attribute that tells the versions which have {@code decision_function}. */
    private static final String SINCE_4_7 = "_fitted_with_feature_names";

    private final Boosters boosters;

    LightgbmReader(Boosters boosters) {
        this.boosters = boosters;
    }

    @Override
    public Optional<EstimatorReader> find(String name) {
        return switch (name) {
            case "lightgbm.basic.Booster" -> Optional.of(this::booster);
            case "lightgbm.sklearn.LGBMClassifier" -> Optional.of(this::classifier);
            case "lightgbm.sklearn.LGBMRegressor", "lightgbm.sklearn.LGBMRanker" ->
                    Optional.of(this::regressor);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<double[]> importances(Attributes estimator) throws PickleException {
        if (!estimator.className().module().equals("lightgbm.sklearn")) {
            return Optional.empty();
        }
        boolean gains = estimator.oneOf("importance_type", "split", "gain").equals("gain");
        Attributes booster = estimator.member(estimator.require("_Booster"));
        return Optional.of(BoosterText.importances(text(estimator, booster), gains));
    }

    private Estimator classifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = attributes.member(attributes.require("_le")).labels("classes_");
        Trees trees = trees(attributes);
        return attributes.find(SINCE_4_7).isPresent()
                ? DelegatedTrees.scores(attributes.owner(), trees, classes)
                : DelegatedTrees.probabilities(attributes.owner(), trees, classes);
    }

    private Estimator booster(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DelegatedAnswers(attributes.owner(), read(attributes, attributes));
    }

    private Estimator regressor(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return DelegatedTrees.numbers(attributes.owner(), trees(attributes));
    }

    private Trees trees(Attributes attributes) throws PickleException {
        return read(attributes, attributes.member(attributes.require("_Booster")));
    }

    private Trees read(Attributes attributes, Attributes booster) throws PickleException {
        return boosters.load(
                "lightgbm", ".txt", StandardCharsets.UTF_8.encode(text(attributes, booster)));
    }

    /** As far as its best iteration, which is as far as it predicts. */
    private static String text(Attributes attributes, Attributes booster) throws PickleException {
        String text = booster.text("_handle", booster.text("handle", ""));
        if (text.isEmpty()) {
            throw new PickleException(
                    attributes.owner() + " holds no booster; was it saved before it was fitted?");
        }
        int best = booster.findNumber("best_iteration").map(Double::intValue).orElse(0);
        return BoosterText.upTo(text, best);
    }
}
