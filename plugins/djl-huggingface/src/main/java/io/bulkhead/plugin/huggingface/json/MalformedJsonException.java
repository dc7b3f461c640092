package io.bulkhead.plugin.huggingface.json;

import java.io.IOException;

/** A text that is no JSON, or not the JSON that is wanted. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }

    MalformedJsonException(String message) {
        super(message);
    }
}
