package io.bulkhead.codec.json;

import io.bulkhead.api.tensor.BytesData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** Reads text into the memory of a BYTES tensor, as UTF-8, one behind the other. */
final class TextLists extends NestedLists {
    private static final int BYTES_AT_FIRST = 64;

    private final BitSet nulls = new BitSet(0);
    private byte[] memory = new byte[BYTES_AT_FIRST];
    private int[] offsets;
    private int count;

    private TextLists(JsonCursor cursor, int capacity) {
        super(cursor);
        this.offsets = new int[capacity + 1];
    }

    /**
     * @param capacity elements that there is room for at first
     */
    static BytesData read(JsonCursor cursor, int capacity) {
        TextLists lists = new TextLists(cursor, capacity);
        lists.read();
        int[] offsets = Arrays.copyOf(lists.offsets, lists.count + 1);
        ByteBuffer bytes = ByteBuffer.wrap(lists.memory, 0, offsets[lists.count]);
        return BytesData.wrap(bytes, offsets, lists.nulls);
    }

    @Override
    int readRun() {
        int before = count;
        do {
            readElement();
        } while (cursor().nextElement());
        return count - before;
    }

    @Override
    void readElement() {
        int from = offsets[count];
        int to = from;
        if (cursor().readNull()) {
            nulls.set(count);
        } else {
            cursor().readText("text");
            memory = withRoom(memory, from, cursor().textLength());
            to = cursor().copyText(memory, from);
        }
        if (++count == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.addExact(count, count));
        }
        offsets[count] = to;
    }

    private static byte[] withRoom(byte[] memory, int used, int more) {
        int needed = Math.addExact(used, more);
        return needed <= memory.length
                ? memory
                : Arrays.copyOf(memory, Math.max(needed, Math.addExact(used, used)));
    }
}
