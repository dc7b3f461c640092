package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.DoubleBuilder;
import io.bulkhead.plugin.trees.IntBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A model document in UBJSON (draft 12): one byte says what a value is, numbers are big-endian,
 * arrays of one type ({@code [$d#}) hold bare numbers. No length is believed before the bytes for
 * it are known to be there.
 */
final class UbjsonDocumentReader extends DocumentReader {
    private static final int MAX_DEPTH = 64;
    private static final byte NONE = 0;

    private final ByteBuffer bytes;

    UbjsonDocumentReader(byte[] content) {
        this.bytes = ByteBuffer.wrap(content).order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    void readObject(FieldVisitor visitor) throws IOException {
        expect('{', marker(), "an object");
        Container container = containerHead('}');
        int fields = 0;
        while (container.hasNext(fields)) {
            String name = textOfLength(length(marker()));
            if (container.type() != NONE) {
                throw malformed("an object of one type is not read here,");
            }
            visitor.field(name);
            fields++;
        }
    }

    @Override
    void readArray(ElementVisitor visitor) throws IOException {
        expect('[', marker(), "an array");
        Container container = containerHead(']');
        if (container.type() != NONE) {
            throw malformed("an array of objects expected, found one of numbers,");
        }
        for (int i = 0; container.hasNext(i); i++) {
            visitor.element();
        }
    }

    @Override
    String readText() throws IOException {
        byte marker = marker();
        return switch (marker) {
            case 'S' -> textOfLength(length(marker()));
            case 'C' -> textOfLength(1);
            case 'T' -> "true";
            case 'F' -> "false";
            case 'd', 'D' -> String.valueOf(number(marker));
            default -> String.valueOf((long) number(marker));
        };
    }

    @Override
    int[] readInts() throws IOException {
        IntBuilder values = new IntBuilder();
        readNumbers(value -> values.add(toInt(value)));
        return values.toArray();
    }

    private int toInt(double value) throws IOException {
        int integer = (int) value;
        if (integer != value) {
            throw malformed("an integer of 32 bits expected, found " + value);
        }
        return integer;
    }

    @Override
    float[] readFloats() throws IOException {
        FloatBuilder values = new FloatBuilder();
        readNumbers(value -> values.add((float) value));
        return values.toArray();
    }

    @Override
    double[] readDoubles() throws IOException {
        DoubleBuilder values = new DoubleBuilder();
        readNumbers(values::add);
        return values.toArray();
    }

    private interface NumberVisitor {
        void number(double value) throws IOException;
    }

    private void readNumbers(NumberVisitor visitor) throws IOException {
        expect('[', marker(), "an array of numbers");
        Container container = containerHead(']');
        for (int i = 0; container.hasNext(i); i++) {
            visitor.number(number(container.type() == NONE ? marker() : container.type()));
        }
    }

    @Override
    List<String> readTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        readArray(() -> texts.add(readText()));
        return texts;
    }

    @Override
    void skip() throws IOException {
        skip(marker(), 0);
    }

    private void skip(byte marker, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw malformed("values nested deeper than " + MAX_DEPTH);
        }
        switch (marker) {
            case '{' -> skipContainer('}', depth);
            case '[' -> skipContainer(']', depth);
            case 'S', 'H' -> advance(length(marker()));
            case 'C' -> advance(1);
            case 'Z', 'T', 'F' -> {}
            default -> advance(width(marker));
        }
    }

    private void skipContainer(char end, int depth) throws IOException {
        Container container = containerHead(end);
        for (int i = 0; container.hasNext(i); i++) {
            if (end == '}') {
                advance(length(marker()));
            }
            skip(container.type() == NONE ? marker() : container.type(), depth + 1);
        }
    }

    @Override
    void expectEnd() throws IOException {
        if (bytes.hasRemaining()) {
            throw malformed("the end expected, " + bytes.remaining() + " more bytes found");
        }
    }

    @Override
    String location() {
        return "byte " + bytes.position();
    }

    /**
     * Of one type ({@link #NONE}: each element says its own), and so many elements or up to end.
     */
    private final class Container {
        private final char end;
        private final byte type;
        private final int count;

        private Container(char end, byte type, int count) {
            this.end = end;
            this.type = type;
            this.count = count;
        }

        byte type() {
            return type;
        }

        boolean hasNext(int index) throws IOException {
            if (count >= 0) {
                return index < count;
            }
            if (peek() != end) {
                return true;
            }
            bytes.get();
            return false;
        }
    }

    private Container containerHead(char end) throws IOException {
        byte type = NONE;
        if (peek() == '$') {
            bytes.get();
            type = marker();
            if (peek() != '#') {
                throw malformed("a typed container without a count");
            }
        }
        if (peek() != '#') {
            return new Container(end, NONE, -1);
        }
        bytes.get();
        int count = length(marker());
        long size = (long) count * (type == NONE ? 1 : width(type));
        if (size > bytes.remaining()) {
            throw malformed(count + " elements announced, the file is too short for them,");
        }
        return new Container(end, type, count);
    }

    private byte peek() throws IOException {
        require(1);
        return bytes.get(bytes.position());
    }

    private byte marker() throws IOException {
        require(1);
        byte marker = bytes.get();
        while (marker == 'N') {
            require(1);
            marker = bytes.get();
        }
        return marker;
    }

    private int length(byte marker) throws IOException {
        if (marker == 'd' || marker == 'D') {
            throw malformed("a length expected, found a fraction,");
        }
        double length = number(marker);
        if (length < 0 || length > bytes.remaining()) {
            throw malformed(
                    "a length of "
                            + (long) length
                            + " in a file with "
                            + bytes.remaining()
                            + " more bytes");
        }
        return (int) length;
    }

    private double number(byte marker) throws IOException {
        require(width(marker));
        return switch (marker) {
            case 'i' -> bytes.get();
            case 'U' -> Byte.toUnsignedInt(bytes.get());
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            case 'd' -> bytes.getFloat();
            default -> bytes.getDouble();
        };
    }

    private int width(byte marker) throws IOException {
        return switch (marker) {
            case 'i', 'U' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> throw malformed("a number expected, found marker " + describe(marker));
        };
    }

    private String textOfLength(int length) throws IOException {
        require(length);
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void advance(int count) throws IOException {
        require(count);
        bytes.position(bytes.position() + count);
    }

    private void require(int count) throws IOException {
        if (bytes.remaining() < count) {
            throw malformed("the file ends too early,");
        }
    }

    private void expect(char wanted, byte found, String name) throws IOException {
        if (found != wanted) {
            throw malformed(name + " expected, found marker " + describe(found));
        }
    }

    private static String describe(byte marker) {
        return marker > ' ' && marker < 127
                ? "'" + (char) marker + "'"
                : "0x" + Integer.toHexString(marker & 0xff);
    }
}
