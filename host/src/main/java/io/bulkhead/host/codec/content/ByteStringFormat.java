package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.BytesData;

/**
 * What the byte strings of one content type look like on the wire and to a model. Missing elements
 * stay missing both ways.
 */
interface ByteStringFormat {
    /** From the wire to the model. */
    BytesData decode(BytesData wire) throws MalformedElementException;

    /** From the model to the wire. */
    BytesData encode(BytesData values) throws MalformedElementException;
}
