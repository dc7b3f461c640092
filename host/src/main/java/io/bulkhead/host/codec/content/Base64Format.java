package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.BytesData;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Bytes that travel as base64 text. As MLServer does, ASCII that is no base64 is taken for the
 * bytes themselves: clients forget to encode plain text. They get it back encoded.
 */
final class Base64Format implements ByteStringFormat {
    private static final int GROUP = 4;

    @Override
    public BytesData decode(BytesData wire) throws MalformedElementException {
        return Elements.map(wire, Base64Format::decoded);
    }

    @Override
    public BytesData encode(BytesData values) throws MalformedElementException {
        return Elements.map(values, (index, element) -> Base64.getEncoder().encode(element));
    }

    private static byte[] decoded(int index, byte[] text) throws MalformedElementException {
        if (!Utf8Format.isAscii(ByteBuffer.wrap(text))) {
            throw new MalformedElementException(index, "is no base64: it is not even ASCII");
        }
        // The JDK takes text without its padding, Python (whose rules these are) does not.
        return text.length % GROUP == 0 ? decodedIfBase64(text) : text;
    }

    private static byte[] decodedIfBase64(byte[] text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            return text;
        }
    }
}
