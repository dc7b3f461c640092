package io.bulkhead.api.error;

/**
 * Why a call failed, free of any wire. Each wire maps every code to its own status exactly once, so
 * this set is closed on purpose.
 */
public enum ErrorCode {
    /**
     * The request is well formed, but asks for what cannot be done: an output that the model does
     * not have, two inputs where a codec takes one. MLServer answers such mistakes with 400.
     */
    INVALID_ARGUMENT,
    /**
     * The request or an artefact does not fit its own description: broken JSON, a shape that its
     * data does not fill, text where a number should be, a wrong number of features.
     */
    UNPROCESSABLE,
    /** No model, or no version of it, is served under this name. */
    MODEL_NOT_FOUND,
    /** The path or resource does not exist. */
    NOT_FOUND,
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED,
    /** The message is larger than the server's limit. */
    PAYLOAD_TOO_LARGE,
    /** The message is of a media type that cannot be read here. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The model is known, but still loading. */
    MODEL_NOT_READY,
    /** The model's artefact, settings or runtime do not give a working model. */
    MODEL_LOAD_FAILED,
    /** The operation is not offered by this server or this model. */
    UNIMPLEMENTED,
    /** A queue is full; the same call may succeed later. */
    RESOURCE_EXHAUSTED,
    /** The model's process or the server is going away or coming back; the call may be repeated. */
    UNAVAILABLE,
    /** The call's time was over before the answer was there. */
    DEADLINE_EXCEEDED,
    /** The caller went away or asked to stop. */
    CANCELLED,
    /** A fault of the server or of the model, not of the client. */
    INTERNAL
}
