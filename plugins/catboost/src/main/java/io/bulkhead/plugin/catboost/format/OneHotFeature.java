package io.bulkhead.plugin.catboost.format;

/**
 * The values of a categorical feature that it is compared with.
 *
 * @param category index of the categorical feature
 * @param values hashes
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record OneHotFeature(int category, int[] values) {}
