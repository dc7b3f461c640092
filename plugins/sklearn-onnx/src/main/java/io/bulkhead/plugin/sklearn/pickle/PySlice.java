package io.bulkhead.plugin.sklearn.pickle;

/** A Python slice; each part is a number, {@link PyNone} or (for label slices) a string. */
public record PySlice(Object start, Object stop, Object step) {}
