package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyBytes;
import java.util.List;
import java.util.Optional;

/**
 * CatBoost's estimators. A pickle of one holds the model as the bytes that CatBoost writes to
 * {@code .cbm} files, class labels and all.
 */
final class CatboostReader implements EstimatorReaders {
    private static final String MODEL = "__model";

    private final Boosters boosters;

    CatboostReader(Boosters boosters) {
        this.boosters = boosters;
    }

    @Override
    public Optional<EstimatorReader> find(String name) {
        return switch (name) {
            case "catboost.core.CatBoost" -> Optional.of(this::readPlain);
            case "catboost.core.CatBoostClassifier" -> Optional.of(this::readClassifier);
            case "catboost.core.CatBoostRegressor", "catboost.core.CatBoostRanker" ->
                    Optional.of(this::read);
            default -> Optional.empty();
        };
    }

    /** They were computed when it was fitted, and lie beside the model. */
    @Override
    public Optional<double[]> importances(Attributes estimator) throws PickleException {
        for (String name : List.of("_loss_value_change", "_prediction_values_change")) {
            if (estimator.className().module().equals("catboost.core")
                    && estimator.find(name).isPresent()) {
                return Optional.of(estimator.numbers(name));
            }
        }
        return Optional.empty();
    }

    private Estimator read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DelegatedAnswers(attributes.owner(), trees(attributes));
    }

    private Estimator readClassifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new CatboostClassifier(attributes.owner(), trees(attributes));
    }

    /** What is neither a classifier nor a regressor predicts raw values. */
    private Estimator readPlain(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DelegatedAnswers(attributes.owner(), trees(attributes), Method.MARGIN);
    }

    private Trees trees(Attributes attributes) throws PickleException {
        if (!(attributes.require(MODEL) instanceof PyBytes model)) {
            throw attributes.unsupported(MODEL, "something else than bytes");
        }
        return boosters.load("catboost", ".cbm", model.buffer());
    }
}
