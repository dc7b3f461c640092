package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.host.config.ErrorProfile;

/** What every error code is on this wire. */
final class RestErrors {
    private RestErrors() {}

    static int status(ErrorCode code, ErrorProfile profile) {
        return switch (code) { // no default: a new code does not compile until it is mapped here
            case INVALID_ARGUMENT, MODEL_NOT_READY -> 400;
            case MODEL_NOT_FOUND, NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case UNPROCESSABLE, MODEL_LOAD_FAILED -> profile == ErrorProfile.OIP ? 400 : 422;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case INTERNAL -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }

    /** Whether the same request may succeed in a moment. */
    static boolean isWorthRetrying(ErrorCode code) {
        return code == ErrorCode.RESOURCE_EXHAUSTED || code == ErrorCode.UNAVAILABLE;
    }
}
