package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * LightGBM's estimators for scikit-learn. A pickle of one holds the booster as the text that
 * LightGBM writes to files, so the runtime for LightGBM reads it from one.
 */
public final class LightgbmReader {
    private static final String MODULE = "lightgbm.sklearn.";

    private final ModelContext context;
    private final AtomicInteger boosters = new AtomicInteger();

    /**
     * @param context that lends the other runtime, and the place for the file
     */
    public LightgbmReader(ModelContext context) {
        this.context = context;
    }

    /** By the estimators' Python names. */
    public Map<String, EstimatorReader> readers() {
        return Map.of(
                MODULE + "LGBMClassifier", this::classifier,
                MODULE + "LGBMRegressor", this::regressor,
                MODULE + "LGBMRanker", this::regressor);
    }

    private Estimator classifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = attributes.member(attributes.require("_le")).labels("classes_");
        return new DelegatedTrees(attributes.owner(), trees(attributes), Optional.of(classes));
    }

    private Estimator regressor(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DelegatedTrees(attributes.owner(), trees(attributes), Optional.empty());
    }

    private Model trees(Attributes attributes) throws PickleException {
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
        return context.delegate(DelegateSettings.of("lightgbm", file(text)));
    }

    private Path file(String text) {
        Path file =
                context.scratchFolder().resolve("booster-" + boosters.incrementAndGet() + ".txt");
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
