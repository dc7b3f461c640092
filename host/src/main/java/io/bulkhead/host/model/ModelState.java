package io.bulkhead.host.model;

/** The states of the model repository extension. */
public enum ModelState {
    /** Nothing is known of the model yet. */
    UNKNOWN,
    /** It is being loaded. */
    LOADING,
    /** It answers. */
    READY,
    /** It takes no new requests and finishes those under way. */
    UNLOADING,
    /** It is not loaded: never asked for, unloaded, or failed for a reason given. */
    UNAVAILABLE
}
