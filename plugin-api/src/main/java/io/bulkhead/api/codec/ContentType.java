package io.bulkhead.api.codec;

/** Names of the content types that the server itself knows; MLServer's names. */
public final class ContentType {
    /** Numbers, or byte strings, as one array; what applies where nobody says anything. */
    public static final String NP = "np";

    /** A table of named columns, one per input. */
    public static final String PD = "pd";

    /** Text in UTF-8. */
    public static final String STR = "str";

    /** Bytes that travel as base64 text. */
    public static final String BASE64 = "base64";

    /** Points in time that travel as ISO 8601 text. */
    public static final String DATETIME = "datetime";

    private ContentType() {}
}
