package io.bulkhead.plugin.catboost.format;

/**
 * A feature that is text, not one of several categories.
 *
 * @param column among all features
 * @param name empty if the file has none
 * @param used whether the model depends on it
 */
public record TextFeature(int column, String name, boolean used) {}
