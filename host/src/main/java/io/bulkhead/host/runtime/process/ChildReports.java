package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.ToldMetadata;

/**
 * Where what a model's children measure is counted, and what they say is kept.
 *
 * @param metrics the model's own
 * @param statistics its stages
 * @param metadata what it says of itself while it runs
 */
record ChildReports(ModelMetrics metrics, InferenceStatistics statistics, ToldMetadata metadata) {}
