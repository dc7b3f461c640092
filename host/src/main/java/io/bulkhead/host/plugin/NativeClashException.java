package io.bulkhead.host.plugin;

/** An environment's native libraries cannot be loaded into this process; a child JVM can. */
public final class NativeClashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param clash which library, and who has it
     */
    public NativeClashException(String clash) {
        super(clash);
    }

    /** Which library, and who has it; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
