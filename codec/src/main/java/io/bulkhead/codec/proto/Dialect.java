package io.bulkhead.codec.proto;

/** Who speaks at the other end, and so what may be said beyond the protocol's letter. */
public enum Dialect {
    /** Any V2 client: what the protocol has no form for is left out or refused. */
    PUBLIC,
    /**
     * Our own child or parent: parameters with objects or lists and missing elements of BYTES
     * tensors travel as well, each in a form that a plain V2 peer never sends.
     */
    CHILD
}
