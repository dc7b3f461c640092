package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.host.runtime.InferenceStatistics;

/**
 * Where what a model's children measure is counted.
 *
 * @param metrics the model's own
 * @param statistics its stages
 */
record ChildReports(ModelMetrics metrics, InferenceStatistics statistics) {}
