package io.bulkhead.plugin.catboost.format;

/**
 * A feature that the model takes as text.
 *
 * @param index among the features of its kind
 * @param column among all features
 * @param name empty if the file has none
 */
public record CategoricalFeature(int index, int column, String name) {}
