package io.bulkhead.plugin.mlflow.signature;

/** A signature that says what nobody can read; the message says where and what. */
public final class SignatureException extends Exception {
    private static final long serialVersionUID = 1L;

    SignatureException(String message) {
        super(message);
    }
}
