package io.bulkhead.host.codec.content;

/** One element of a tensor is not what its content type wants. */
final class MalformedElementException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param index of the element, counted from 0 in row-major order
     * @param reason what is wrong with it, for the client
     */
    MalformedElementException(int index, String reason) {
        super("data[" + index + "] " + reason);
    }

    MalformedElementException(int index, String reason, Throwable cause) {
        super("data[" + index + "] " + reason, cause);
    }
}
