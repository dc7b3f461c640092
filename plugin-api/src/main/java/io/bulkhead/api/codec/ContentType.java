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

    /** Tensors by the names of the inputs, of whatever shapes: MLflow's named tensors. */
    public static final String DICT = "dict";

    /** Values by the names of the inputs, text where nothing else is said: Hugging Face's. */
    public static final String HF = "hf";

    /** One JSON document; MLServer's name for it in its Hugging Face runtime. */
    public static final String HG_JSON = "hg_json";

    /** JSON documents, one per element; MLServer's name for it in its Hugging Face runtime. */
    public static final String HG_JSONLIST = "hg_jsonlist";

    private ContentType() {}
}
