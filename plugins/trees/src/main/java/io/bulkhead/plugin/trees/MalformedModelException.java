package io.bulkhead.plugin.trees;

import java.io.IOException;

/** A model file that is not what it should be; the message says what and where, for a user. */
public final class MalformedModelException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedModelException(String message) {
        super(message);
    }

    public MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
