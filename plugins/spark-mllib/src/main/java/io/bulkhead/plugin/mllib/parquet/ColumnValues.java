package io.bulkhead.plugin.mllib.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All values of one column with their levels. Arrays grow with what was really decoded, up to a
 * limit.
 */
final class ColumnValues {
    private static final int START = 64;

    private final SchemaNode column;
    private final PhysicalType type;
    private final long mostEntries;
    private byte[] definitions = new byte[START];
    private byte[] repetitions = new byte[START];
    private int entryCount;
    private double[] numbers = new double[0];
    private long[] wholes = new long[0];
    private String[] texts = new String[0];
    private int valueCount;

    ColumnValues(SchemaNode column, PhysicalType type, long mostEntries) {
        this.column = column;
        this.type = type;
        this.mostEntries = mostEntries;
    }

    SchemaNode column() {
        return column;
    }

    PhysicalType type() {
        return type;
    }

    void addEntry(int definition, int repetition) throws MalformedParquetException {
        if (entryCount >= mostEntries) {
            throw new MalformedParquetException("more values than a file of its size may hold");
        }
        if (definition > column.maxDefinition() || repetition > column.maxRepetition()) {
            throw new MalformedParquetException("a level that its schema does not have");
        }
        if (entryCount == definitions.length) {
            definitions = Arrays.copyOf(definitions, entryCount * 2);
            repetitions = Arrays.copyOf(repetitions, entryCount * 2);
        }
        definitions[entryCount] = (byte) definition;
        repetitions[entryCount] = (byte) repetition;
        entryCount++;
    }

    /** Reads values that lie one after the other. */
    void addPlain(ByteBuffer bytes, int count) throws MalformedParquetException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case BOOLEAN -> addBits(bytes, count);
            case BYTE_ARRAY -> addTexts(bytes, count);
            default -> addNumbers(bytes, count);
        }
    }

    private void addNumbers(ByteBuffer bytes, int count) throws MalformedParquetException {
        int width = type == PhysicalType.INT32 || type == PhysicalType.FLOAT ? 4 : 8;
        require(bytes, (long) width * count);
        reserve(count);
        for (int i = valueCount; i < valueCount + count; i++) {
            switch (type) {
                case INT32 -> wholes[i] = bytes.getInt();
                case INT64 -> wholes[i] = bytes.getLong();
                case FLOAT -> numbers[i] = bytes.getFloat();
                default -> numbers[i] = bytes.getDouble();
            }
        }
        valueCount += count;
    }

    private void addBits(ByteBuffer bytes, int count) throws MalformedParquetException {
        require(bytes, (count + 7L) / 8);
        reserve(count);
        for (int i = 0; i < count; i++) {
            wholes[valueCount++] = (bytes.get(bytes.position() + i / 8) >> (i % 8)) & 1;
        }
    }

    private void addTexts(ByteBuffer bytes, int count) throws MalformedParquetException {
        require(bytes, 4L * count);
        reserve(count);
        for (int i = 0; i < count; i++) {
            require(bytes, Integer.BYTES);
            int length = bytes.getInt();
            require(bytes, length);
            byte[] text = new byte[length];
            bytes.get(text);
            texts[valueCount++] = new String(text, StandardCharsets.UTF_8);
        }
    }

    /** Booleans of the second version of data pages. */
    void addWholes(HybridDecoder decoder, int count) throws MalformedParquetException {
        for (int i = 0; i < count; i++) {
            reserve(1);
            wholes[valueCount++] = decoder.next();
        }
    }

    void addFrom(ColumnValues dictionary, HybridDecoder indices, int count)
            throws MalformedParquetException {
        reserve(count);
        for (int i = valueCount; i < valueCount + count; i++) {
            int index = indices.next();
            if (index < 0 || index >= dictionary.valueCount) {
                throw new MalformedParquetException("an entry that its dictionary does not have");
            }
            if (type.isFloating()) {
                numbers[i] = dictionary.numbers[index];
            } else if (type.isText()) {
                texts[i] = dictionary.texts[index];
            } else {
                wholes[i] = dictionary.wholes[index];
            }
        }
        valueCount += count;
    }

    private void reserve(int more) throws MalformedParquetException {
        long wanted = (long) valueCount + more;
        if (wanted > mostEntries) {
            throw new MalformedParquetException("more values than a file of its size may hold");
        }
        if (type.isFloating() && wanted > numbers.length) {
            numbers = Arrays.copyOf(numbers, grown(numbers.length, wanted));
        } else if (type.isText() && wanted > texts.length) {
            texts = Arrays.copyOf(texts, grown(texts.length, wanted));
        } else if (!type.isFloating() && !type.isText() && wanted > wholes.length) {
            wholes = Arrays.copyOf(wholes, grown(wholes.length, wanted));
        }
    }

    private static int grown(int length, long wanted) {
        return (int) Math.max(wanted, Math.min(2L * length, Integer.MAX_VALUE - 8));
    }

    private static void require(ByteBuffer bytes, long wanted) throws MalformedParquetException {
        if (wanted < 0 || wanted > bytes.remaining()) {
            throw new MalformedParquetException("a page ends too early");
        }
    }

    int entryCount() {
        return entryCount;
    }

    int valueCount() {
        return valueCount;
    }

    int definition(int entry) {
        return definitions[entry];
    }

    int repetition(int entry) {
        return repetitions[entry];
    }

    double number(int value) {
        return numbers[value];
    }

    long whole(int value) {
        return wholes[value];
    }

    String text(int value) {
        return texts[value];
    }
}
