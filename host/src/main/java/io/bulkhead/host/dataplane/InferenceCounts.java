package io.bulkhead.host.dataplane;

import io.bulkhead.api.metadata.ModelId;

/**
 * What a model did since it was loaded, as the statistics extension has it.
 *
 * @param lastRequestMillis when it was asked last, since 1970; 0 if never
 * @param success requests that got an answer; a stream is one
 * @param fail requests that did not
 * @param queue waiting for a thread of the model
 * @param computeInput making the runtime's values of tensors
 * @param computeInfer the model itself; with process isolation all that its child did
 * @param computeOutput making tensors of the runtime's values
 */
public record InferenceCounts(
        ModelId model,
        long lastRequestMillis,
        Total success,
        Total fail,
        Total queue,
        Total computeInput,
        Total computeInfer,
        Total computeOutput) {
    /** A number of times and all their nanoseconds together. */
    public record Total(long count, long nanos) {}
}
