package io.bulkhead.codec.json;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.TensorData;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the values of a tensor as one flat list. */
final class TensorDataWriter {
    private static final int BLOCK = 256;

    private TensorDataWriter() {}

    /** About how long {@link #write} will be; a guess that saves growing. */
    static int lengthGuess(TensorData data) {
        long perValue =
                switch (data.datatype()) {
                    case FP32 -> 13;
                    case FP64 -> 20;
                    case BYTES -> 4;
                    default -> 6;
                };
        long text = data instanceof BytesData bytes ? bytes.byteCount() : 0;
        return (int) Math.min(perValue * data.size() + text + 2, 1 << 28);
    }

    static void write(TensorData data, JsonBuffer out) {
        out.raw('[');
        if (data instanceof BytesData text) {
            writeText(text, out);
        } else if (data.size() > 0) {
            writeNumbers((NumericData) data, out);
        }
        out.raw(']');
    }

    private static void writeText(BytesData data, JsonBuffer out) {
        for (int i = 0; i < data.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            if (data.isNull(i)) {
                out.nullLiteral();
            } else {
                out.text(data.bytesAt(i), data.lengthAt(i));
            }
        }
    }

    private static void writeNumbers(NumericData data, JsonBuffer out) {
        for (int from = 0; from < data.size(); from += BLOCK) {
            int to = Math.min(from + BLOCK, data.size());
            out.makeRoom((to - from) * (DecimalWriter.MAX_DOUBLE_LENGTH + 1));
            writeBlock(data, from, to, out);
        }
        // Every number is followed by a comma, the last one too many.
        out.setLength(out.length() - 1);
    }

    private static void writeBlock(NumericData data, int from, int to, JsonBuffer out) {
        switch (data.datatype()) {
            case FP32 -> writeFloats(data.floats(), from, to, out);
            case FP64 -> writeDoubles(data.doubles(), from, to, out);
            case FP16, BF16 -> {
                for (int i = from; i < to; i++) {
                    out.number(data.doubleAt(i));
                    out.raw(',');
                }
            }
            case BOOL -> {
                for (int i = from; i < to; i++) {
                    out.literal(data.longAt(i) != 0);
                    out.raw(',');
                }
            }
            case UINT64 -> {
                for (int i = from; i < to; i++) {
                    writeUnsigned(data.longAt(i), out);
                    out.raw(',');
                }
            }
            default -> writeIntegers(data, from, to, out);
        }
    }

    private static void writeFloats(FloatBuffer data, int from, int to, JsonBuffer out) {
        byte[] target = out.array();
        int at = out.length();
        for (int i = from; i < to; i++) {
            at = DecimalWriter.writeFloat(data.get(i), target, at);
            target[at++] = ',';
        }
        out.setLength(at);
    }

    private static void writeDoubles(DoubleBuffer data, int from, int to, JsonBuffer out) {
        byte[] target = out.array();
        int at = out.length();
        for (int i = from; i < to; i++) {
            at = DecimalWriter.writeDouble(data.get(i), target, at);
            target[at++] = ',';
        }
        out.setLength(at);
    }

    private static void writeIntegers(NumericData data, int from, int to, JsonBuffer out) {
        byte[] target = out.array();
        int at = out.length();
        for (int i = from; i < to; i++) {
            at = DecimalWriter.writeLong(data.longAt(i), target, at);
            target[at++] = ',';
        }
        out.setLength(at);
    }

    private static void writeUnsigned(long value, JsonBuffer out) {
        if (value >= 0) {
            out.number(value);
        } else {
            out.raw(Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
