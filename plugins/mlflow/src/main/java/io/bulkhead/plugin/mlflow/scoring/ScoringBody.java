package io.bulkhead.plugin.mlflow.scoring;

import org.jspecify.annotations.Nullable;

/**
 * What a body says.
 *
 * @param params a JSON value, null if it has none
 */
record ScoringBody(ScoringInput input, @Nullable Object params) {}
