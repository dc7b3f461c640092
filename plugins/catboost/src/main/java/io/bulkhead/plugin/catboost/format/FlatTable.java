package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of a FlatBuffers file, read without generated code. Every offset and length is checked
 * before it is followed; fields are named by their number in the schema.
 */
final class FlatTable {
    private static final int GUID_BYTES = 16;

    private final ByteBuffer bytes;
    private final Budget budget;
    private final int position;
    private final int fields;
    private final int fieldsLength;

    private FlatTable(ByteBuffer bytes, Budget budget, int position)
            throws MalformedModelException {
        this.bytes = bytes;
        this.budget = budget;
        this.position = position;
        requireInside(bytes, position, Integer.BYTES);
        long start = (long) position - bytes.getInt(position);
        requireInside(bytes, start, 2 * Short.BYTES);
        this.fields = (int) start;
        this.fieldsLength = unsignedShort(bytes, fields);
        requireInside(bytes, fields, fieldsLength);
    }

    /** The table at the root of these bytes. */
    static FlatTable root(ByteBuffer whole) throws MalformedModelException {
        ByteBuffer bytes = whole.slice().order(ByteOrder.LITTLE_ENDIAN);
        requireInside(bytes, 0, Integer.BYTES);
        return new FlatTable(bytes, new Budget(bytes.limit()), target(bytes, 0));
    }

    int intOr(int field, int missing) throws MalformedModelException {
        int at = find(field, Integer.BYTES);
        return at < 0 ? missing : bytes.getInt(at);
    }

    float floatOr(int field, float missing) throws MalformedModelException {
        int at = find(field, Float.BYTES);
        return at < 0 ? missing : bytes.getFloat(at);
    }

    long longOr(int field, long missing) throws MalformedModelException {
        int at = find(field, Long.BYTES);
        return at < 0 ? missing : bytes.getLong(at);
    }

    double doubleOr(int field, double missing) throws MalformedModelException {
        int at = find(field, Double.BYTES);
        return at < 0 ? missing : bytes.getDouble(at);
    }

    int byteOr(int field, int missing) throws MalformedModelException {
        int at = find(field, Byte.BYTES);
        return at < 0 ? missing : bytes.get(at);
    }

    Optional<FlatTable> table(int field) throws MalformedModelException {
        int at = find(field, Integer.BYTES);
        return at < 0
                ? Optional.empty()
                : Optional.of(new FlatTable(bytes, budget, target(bytes, at)));
    }

    /** A table without which the file makes no sense. */
    FlatTable requiredTable(int field, String name) throws MalformedModelException {
        return table(field)
                .orElseThrow(() -> new MalformedModelException("the file has no " + name));
    }

    /** Empty if there is none. */
    List<FlatTable> tables(int field) throws MalformedModelException {
        ByteBuffer offsets = vector(field, Integer.BYTES);
        List<FlatTable> tables = new ArrayList<>();
        for (int i = 0; i < offsets.remaining() / Integer.BYTES; i++) {
            int at = offsets.position() + i * Integer.BYTES;
            tables.add(new FlatTable(bytes, budget, target(bytes, at)));
        }
        return tables;
    }

    /** Empty if there is none. */
    List<String> texts(int field) throws MalformedModelException {
        ByteBuffer offsets = vector(field, Integer.BYTES);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < offsets.remaining() / Integer.BYTES; i++) {
            int at = offsets.position() + i * Integer.BYTES;
            texts.add(utf8(vectorAt(target(bytes, at), Byte.BYTES)));
        }
        return texts;
    }

    /** Empty if there is none. */
    String text(int field) throws MalformedModelException {
        return utf8(vector(field, Byte.BYTES));
    }

    private static String utf8(ByteBuffer text) {
        return StandardCharsets.UTF_8.decode(text).toString();
    }

    int[] ints(int field) throws MalformedModelException {
        ByteBuffer vector = vector(field, Integer.BYTES);
        int[] values = new int[vector.remaining() / Integer.BYTES];
        vector.asIntBuffer().get(values);
        return values;
    }

    float[] floats(int field) throws MalformedModelException {
        ByteBuffer vector = vector(field, Float.BYTES);
        float[] values = new float[vector.remaining() / Float.BYTES];
        vector.asFloatBuffer().get(values);
        return values;
    }

    double[] doubles(int field) throws MalformedModelException {
        ByteBuffer vector = vector(field, Double.BYTES);
        double[] values = new double[vector.remaining() / Double.BYTES];
        vector.asDoubleBuffer().get(values);
        return values;
    }

    long[] longs(int field) throws MalformedModelException {
        ByteBuffer vector = vector(field, Long.BYTES);
        long[] values = new long[vector.remaining() / Long.BYTES];
        vector.asLongBuffer().get(values);
        return values;
    }

    /** An identifier that lies in the table; empty if there is none. */
    String guid(int field) throws MalformedModelException {
        int at = find(field, GUID_BYTES);
        return at < 0 ? "" : guidAt(bytes, at);
    }

    /** Empty if there is none. */
    List<String> guids(int field) throws MalformedModelException {
        ByteBuffer vector = vector(field, GUID_BYTES);
        List<String> guids = new ArrayList<>();
        for (int at = vector.position(); at < vector.limit(); at += GUID_BYTES) {
            guids.add(guidAt(vector, at));
        }
        return guids;
    }

    private static String guidAt(ByteBuffer bytes, int at) {
        return Long.toHexString(bytes.getLong(at))
                + "-"
                + Long.toHexString(bytes.getLong(at + Long.BYTES));
    }

    /** A vector of numbers or structs as it lies in the file, little-endian; empty if none. */
    ByteBuffer vector(int field, int elementSize) throws MalformedModelException {
        int at = find(field, Integer.BYTES);
        return at < 0
                ? ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN)
                : vectorAt(target(bytes, at), elementSize);
    }

    private ByteBuffer vectorAt(int at, int elementSize) throws MalformedModelException {
        requireInside(bytes, at, Integer.BYTES);
        long length = Integer.toUnsignedLong(bytes.getInt(at)) * elementSize;
        requireInside(bytes, at + Integer.BYTES, length);
        budget.spend(length);
        ByteBuffer vector = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return vector.limit(at + Integer.BYTES + (int) length).position(at + Integer.BYTES);
    }

    /** Where a field's value lies, or -1 if it is left out and so has its default. */
    private int find(int field, int size) throws MalformedModelException {
        int slot = 2 * Short.BYTES + field * Short.BYTES;
        if (slot + Short.BYTES > fieldsLength) {
            return -1;
        }
        int offset = unsignedShort(bytes, fields + slot);
        if (offset == 0) {
            return -1;
        }
        requireInside(bytes, (long) position + offset, size);
        return position + offset;
    }

    /** Where an offset leads to. */
    private static int target(ByteBuffer bytes, int at) throws MalformedModelException {
        requireInside(bytes, at, Integer.BYTES);
        long target = at + Integer.toUnsignedLong(bytes.getInt(at));
        requireInside(bytes, target, Integer.BYTES);
        return (int) target;
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static void requireInside(ByteBuffer bytes, long at, long length)
            throws MalformedModelException {
        if (at < 0 || length > bytes.limit() - at) {
            throw new MalformedModelException(
                    "an offset of "
                            + (at + length)
                            + " in a part of "
                            + bytes.limit()
                            + " bytes; the file is damaged");
        }
    }

    /** Many offsets may lead to one vector, so a small file could ask for a lot of memory. */
    private static final class Budget {
        private static final long LEAST = 1 << 20;
        private static final long PER_BYTE = 16;

        private long left;

        Budget(long size) {
            this.left = LEAST + PER_BYTE * size;
        }

        void spend(long length) throws MalformedModelException {
            left -= length;
            if (left < 0) {
                throw new MalformedModelException(
                        "more values than the file can hold; the file is damaged");
            }
        }
    }
}
