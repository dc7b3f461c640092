package io.bulkhead.codec.binary;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One text under a shape that counts its bytes, or its characters, where it is to count elements:
 * so MLServer's examples send and answer JSON, and MLServer looks at no shape of BYTES.
 */
public final class LoneText {
    /** What the shape is to be. */
    public static final Shape SHAPE = Shape.of(1);

    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private LoneText() {}

    /** Whether a shape of this one dimension is that of a text. */
    public static boolean isCounted(long dimension, ByteBuffer text) {
        return dimension == text.remaining() || dimension == characters(text);
    }

    private static int characters(ByteBuffer text) {
        int count = 0;
        for (int i = text.position(); i < text.limit(); i++) {
            count += (text.get(i) & CONTINUATION_MASK) == CONTINUATION ? 0 : 1;
        }
        return count;
    }

    /** Whether these values are one text, and a shape of this one dimension counts it. */
    public static boolean isCounted(long dimension, TensorData values) {
        return values instanceof BytesData texts
                && texts.size() == 1
                && !texts.isNull(0)
                && isCounted(dimension, texts.bufferAt(0));
    }

    /** Whether these bytes are one text behind its length, and such a shape counts it. */
    public static boolean isCountedBehindLength(long dimension, ByteBuffer raw) {
        int size = raw.remaining() - Integer.BYTES;
        return size >= 0
                && raw.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == size
                && isCounted(dimension, raw.slice(raw.position() + Integer.BYTES, size));
    }
}
