package io.bulkhead.plugin.catboost.format;

/**
 * A feature that is a vector of numbers.
 *
 * @param column among all features
 * @param name empty if the file has none
 */
public record EmbeddingFeature(int column, String name) {}
