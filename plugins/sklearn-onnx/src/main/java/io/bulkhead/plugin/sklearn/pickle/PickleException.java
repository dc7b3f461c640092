package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;

/** The file is no pickle that can be read here; the message says why and is fit for an operator. */
public final class PickleException extends IOException {
    private static final long serialVersionUID = 1L;

    public PickleException(String message) {
        super(message);
    }

    public PickleException(String message, Throwable cause) {
        super(message, cause);
    }
}
