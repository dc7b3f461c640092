package io.bulkhead.plugin.mlflow.mlmodel;

/** A folder that cannot be served; the message says what is wrong with it. */
public final class MlmodelException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message without the server's paths
     */
    public MlmodelException(String message) {
        super(message);
    }
}
