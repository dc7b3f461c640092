package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.BytesData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text: the same bytes on both sides, checked on their way in. */
final class Utf8Format implements ByteStringFormat {
    @Override
    public BytesData decode(BytesData wire) throws MalformedElementException {
        for (int i = 0; i < wire.size(); i++) {
            ByteBuffer element = wire.bufferAt(i);
            if (!isAscii(element)) {
                requireUtf8(i, element);
            }
        }
        return wire;
    }

    @Override
    public BytesData encode(BytesData values) {
        return values;
    }

    /** Whether all bytes are below 0x80, which is most text and quick to see. */
    static boolean isAscii(ByteBuffer element) {
        for (int i = 0; i < element.limit(); i++) {
            if (element.get(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireUtf8(int index, ByteBuffer element)
            throws MalformedElementException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(element);
        } catch (CharacterCodingException e) {
            throw new MalformedElementException(index, "is no UTF-8 text", e);
        }
    }
}
