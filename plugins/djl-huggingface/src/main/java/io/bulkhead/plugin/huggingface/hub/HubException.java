package io.bulkhead.plugin.huggingface.hub;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A hub that does not give what it was asked for, in words for whoever runs the server. */
final class HubException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final boolean passing;

    private HubException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** It will be the same the next time. */
    static HubException lasting(String message) {
        return new HubException(message, false, null);
    }

    /** It may be over soon: the hub is away, or has too much to do. */
    static HubException passing(String message, @Nullable Throwable cause) {
        return new HubException(message, true, cause);
    }

    boolean isPassing() {
        return passing;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
