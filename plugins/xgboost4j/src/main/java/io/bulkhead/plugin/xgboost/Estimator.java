package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.List;

/**
 * What XGBoost's scikit-learn wrappers make of a booster's predictions. MLServer loads every model
 * through them, and so do the names, shapes and datatypes of its outputs come from them.
 */
sealed interface Estimator permits Regressor, Classifier {
    /** A model that was saved by {@code XGBClassifier} says so; all others are regressors. */
    static Estimator of(ModelDocument document, Predictor predictor) {
        // {"_estimator_type": "classifier"}; any other text is no reason not to load a model.
        String wrapper = document.attributes().getOrDefault("scikit_learn", "");
        return wrapper.contains("\"classifier\"")
                ? Classifier.of(document, predictor)
                : new Regressor(predictor);
    }

    /**
     * The output of this name.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if the model has none
     */
    default EstimatorOutput output(String name) {
        for (EstimatorOutput output : EstimatorOutput.values()) {
            if (output.wireName().equals(name)) {
                return checked(output);
            }
        }
        throw ServingException.invalidArgument(
                "XGBoostModel only supports 'predict' and 'predict_proba' as outputs ("
                        + name
                        + " was received)");
    }

    /** The output itself, or an exception if this kind of model does not have it. */
    EstimatorOutput checked(EstimatorOutput output);

    /** Computes one output for all rows. */
    Tensor answer(EstimatorOutput output, FeatureRows rows);

    /** What the model gives, for its metadata. */
    List<TensorMetadata> outputs();
}
