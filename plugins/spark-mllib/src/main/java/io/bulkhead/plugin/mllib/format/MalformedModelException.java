package io.bulkhead.plugin.mllib.format;

import java.io.IOException;

/** A model that is not what it should be, or not supported; the message says what, for a user. */
public final class MalformedModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedModelException(String message) {
        super(message);
    }

    public MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
