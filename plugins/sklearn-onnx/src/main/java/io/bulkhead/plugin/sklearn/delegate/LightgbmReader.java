package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * LightGBM's estimators for scikit-learn. A pickle of one holds the booster as the text that
 * LightGBM writes to files, so the runtime for LightGBM reads it from one.
 */
final class LightgbmReader {
    private static final String MODULE = "lightgbm.sklearn.";

    private final Boosters boosters;

    LightgbmReader(Boosters boosters) {
        this.boosters = boosters;
    }

    /** By the estimators' Python names. */
    Map<String, EstimatorReader> readers() {
        return Map.of(
                MODULE + "LGBMClassifier", this::classifier,
                MODULE + "LGBMRegressor", this::regressor,
                MODULE + "LGBMRanker", this::regressor);
    }

    private Estimator classifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = attributes.member(attributes.require("_le")).labels("classes_");
        return DelegatedTrees.probabilities(attributes.owner(), trees(attributes), classes);
    }

    private Estimator regressor(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return DelegatedTrees.numbers(attributes.owner(), trees(attributes));
    }

    private Trees trees(Attributes attributes) throws PickleException {
        Attributes booster = attributes.member(attributes.require("_Booster"));
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
