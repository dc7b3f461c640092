package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyList;
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
        Optional<Object> categories = booster.find("pandas_categorical");
        if (categories.isPresent()
                && !(categories.get() instanceof PyList list && list.items().isEmpty())) {
            throw new PickleException(
                    attributes.owner() + " with columns of pandas' categories is not supported");
        }
        String text = booster.text("_handle", booster.text("handle", ""));
        if (text.isEmpty()) {
            throw new PickleException(
                    attributes.owner() + " holds no booster; was it saved before it was fitted?");
        }
        return boosters.load("lightgbm", ".txt", StandardCharsets.UTF_8.encode(text));
    }
}
