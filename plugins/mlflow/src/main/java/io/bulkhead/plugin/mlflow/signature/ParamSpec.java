package io.bulkhead.plugin.mlflow.signature;

import org.jspecify.annotations.Nullable;

/**
 * A param that a request may set.
 *
 * @param defaultValue as in the signature: a JSON value, null if there is none
 * @param list whether it is a list of values of its type
 */
public record ParamSpec(
        String name, ColumnType type, @Nullable Object defaultValue, boolean list) {}
