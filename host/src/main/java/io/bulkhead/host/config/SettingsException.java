package io.bulkhead.host.config;

import java.util.List;

/** Settings that cannot be used; the message lists every fault, each with its place and remedy. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param faults at least one
     */
    public SettingsException(List<String> faults) {
        super(String.join("\n", faults));
    }

    /** The faults as one text; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
