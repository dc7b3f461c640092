package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;

/**
 * Why a model does not answer a request that it was handed.
 *
 * @param model as messages call it
 */
public record Refusals(String model) {
    /** It was closed first. */
    public ServingException unloaded() {
        return new ServingException(
                ErrorCode.UNAVAILABLE, "model '" + model + "' was unloaded before it had answered");
    }

    ServingException queueFull(int capacity) {
        return new ServingException(
                ErrorCode.RESOURCE_EXHAUSTED,
                "model '"
                        + model
                        + "' has "
                        + capacity
                        + " requests waiting, which is its limit; try again later");
    }

    /** Why a call that {@link RequestContext#isCancelled} is not made any more. */
    ServingException tooLate(RequestContext call) {
        boolean over = call.timeRemaining().map(left -> left.isZero()).orElse(false);
        return over
                ? new ServingException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "the deadline passed while the request waited for model '" + model + "'")
                : new ServingException(ErrorCode.CANCELLED, "the client is gone");
    }
}
