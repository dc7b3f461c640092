package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.Categories;
import java.util.List;
import java.util.Map;

/**
 * What a model file says, before anything is made of it.
 *
 * @param format how the file is written
 * @param version of the library that wrote it, e.g. {@code 2.1.2}; empty if it does not say
 * @param objective name of the objective, e.g. {@code binary:logistic}
 * @param featureCount the number of features that a row must have
 * @param outputCount margins for each row: classes, targets or quantiles
 * @param classCount {@code num_class}; 0 or 1 when there are no more than two
 * @param baseScore the margins' start
 * @param attributes what the library or its user attached, e.g. {@code best_iteration}
 * @param featureNames empty if the model was trained without names
 * @param featureTypes XGBoost's short types ({@code q}, {@code c}, ...); may be empty
 * @param categories of features whose categories have names, by the features' numbers
 * @param booster trees or weights
 */
public record ModelDocument(
        ModelFormat format,
        String version,
        String objective,
        int featureCount,
        int outputCount,
        int classCount,
        BaseScore baseScore,
        Map<String, String> attributes,
        List<String> featureNames,
        List<String> featureTypes,
        Map<Integer, Categories> categories,
        Booster booster) {
    /** Copies the collections. */
    public ModelDocument {
        attributes = Map.copyOf(attributes);
        featureNames = List.copyOf(featureNames);
        featureTypes = List.copyOf(featureTypes);
        categories = Map.copyOf(categories);
    }
}
