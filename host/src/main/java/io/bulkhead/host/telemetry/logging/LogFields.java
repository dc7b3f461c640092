package io.bulkhead.host.telemetry.logging;

/** The names of what a line tells beside its message: keys of the MDC, fields of JSON lines. */
public final class LogFields {
    /** The model that the line is about. */
    public static final String MODEL_NAME = "model_name";

    /** Its version. */
    public static final String MODEL_VERSION = "model_version";

    /** The id of the request. */
    public static final String REQUEST_ID = "request_id";

    /** The trace that the request belongs to. */
    public static final String TRACE_ID = "trace_id";

    /** The span in it. */
    public static final String SPAN_ID = "span_id";

    /** A stack trace as text, for lines that come from elsewhere. */
    public static final String EXCEPTION = "exception";

    private LogFields() {}
}
