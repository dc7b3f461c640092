package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;

/**
 * A line that is a request.
 *
 * @param index of the line
 */
record Asked(int index, InferenceRequest request) {}
