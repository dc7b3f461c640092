package io.bulkhead.plugin.xgboost;

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

    /** Labels or numbers for all rows, under the name that the client has for them. */
    Tensor predictions(String name, FeatureRows rows);

    /** Whether the model knows probabilities of classes. */
    boolean hasProbabilities();

    /**
     * The classes' probabilities for all rows.
     *
     * @throws IllegalStateException if the model {@linkplain #hasProbabilities() has none}
     */
    Tensor probabilities(String name, FeatureRows rows);

    /** What the model gives, for its metadata. */
    List<TensorMetadata> outputs();
}
