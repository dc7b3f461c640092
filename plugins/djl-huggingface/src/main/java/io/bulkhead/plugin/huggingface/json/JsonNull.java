package io.bulkhead.plugin.huggingface.json;

/** JSON's null, where it must not be lost: in lists and as an argument. */
public enum JsonNull {
    /** The one value. */
    NULL
}
