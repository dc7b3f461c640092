package io.bulkhead.host.config;

/** {@code error_profile}: whose status a REST request gets that does not fit its description. */
public enum ErrorProfile {
    /** MLServer's 422, which proxies that load a model anew after a 400 let through. */
    MLSERVER,
    /** The 400 of the Open Inference Protocol. */
    OIP
}
