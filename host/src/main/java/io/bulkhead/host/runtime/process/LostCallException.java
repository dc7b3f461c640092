package io.bulkhead.host.runtime.process;

/** A call to which no answer can come any more, because the child is gone. */
public final class LostCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the connection failed with. */
    public LostCallException(Throwable cause) {
        super("the child is gone", cause);
    }
}
