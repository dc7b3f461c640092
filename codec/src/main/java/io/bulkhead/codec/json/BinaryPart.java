package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import java.nio.ByteBuffer;

/** The bytes behind the JSON of a request, given out to its tensors in their order. */
final class BinaryPart {
    private final byte[] body;
    private final int end;
    private int next;

    BinaryPart(byte[] body, int start, int end) {
        this.body = body;
        this.next = start;
        this.end = end;
    }

    /** For a text that has nothing behind it. */
    static BinaryPart none(JsonCursor cursor) {
        return new BinaryPart(cursor.bytes(), cursor.end(), cursor.end());
    }

    int left() {
        return end - next;
    }

    /** The next bytes, not copied; there must be as many left. */
    ByteBuffer take(int size) {
        ByteBuffer taken = ByteBuffer.wrap(body, next, size);
        next += size;
        return taken;
    }

    void requireEmpty() {
        if (left() > 0) {
            throw ServingException.unprocessable(
                    "the body goes on for "
                            + left()
                            + " bytes behind the binary data that the inputs announce");
        }
    }
}
