package io.bulkhead.host.telemetry;

/**
 * Is told of every request that reaches an endpoint, for metrics and access logs. Called on the
 * threads that answer, so it must be cheap.
 */
public interface RestObserver {
    /** For those who do not want to know. */
    RestObserver NONE =
            new RestObserver() {
                @Override
                public void started(String method, String path) {}

                @Override
                public void answered(String method, String path, int status, long nanos) {}
            };

    /**
     * A request has come.
     *
     * @param path with the variable parts as names in braces, e.g. {@code
     *     /v2/models/{model_name}/infer}
     */
    void started(String method, String path);

    /**
     * It is answered, or the client went away.
     *
     * @param status as sent
     * @param nanos since {@link #started}
     */
    void answered(String method, String path, int status, long nanos);
}
