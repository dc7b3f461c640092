package io.bulkhead.plugin.mllib.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads the pages of one column in one row group. */
final class ColumnChunkReader {
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int DATA_PAGE_V2 = 3;

    private static final int PLAIN = 0;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;

    private static final int LARGEST_PAGE = 1 << 28;

    private final ByteBuffer file;
    private final ColumnValues values;
    private final Compression compression;
    private final long mostEntries;
    private @Nullable ColumnValues dictionary;

    ColumnChunkReader(
            ByteBuffer file, ColumnValues values, Compression compression, long mostEntries) {
        this.file = file;
        this.values = values;
        this.compression = compression;
        this.mostEntries = mostEntries;
    }

    /**
     * @param start of the first page in the file
     * @param entries that the chunk's pages hold in all
     */
    void read(long start, long entries) throws MalformedParquetException {
        if (start < 0 || start > file.limit() || entries < 0) {
            throw new MalformedParquetException("a column that lies outside of it");
        }
        ByteBuffer pages = file.duplicate().position((int) start);
        long wanted = values.entryCount() + entries;
        while (values.entryCount() < wanted) {
            readPage(pages);
        }
    }

    private void readPage(ByteBuffer pages) throws MalformedParquetException {
        ThriftStruct header = new ThriftReader(pages).readStruct();
        int size = header.count(2);
        int packed = header.count(3);
        if (packed > pages.remaining() || size > LARGEST_PAGE) {
            throw new MalformedParquetException("a page of " + size + " bytes");
        }
        ByteBuffer content = pages.slice(pages.position(), packed);
        pages.position(pages.position() + packed);
        switch ((int) header.whole(1)) {
            case DATA_PAGE -> readData(header.struct(5), unpacked(content, size));
            case DATA_PAGE_V2 -> readDataV2(header.struct(8), content, size);
            case DICTIONARY_PAGE -> readDictionary(header.struct(7), unpacked(content, size));
            default -> {} // an index page: nothing that is needed
        }
    }

    private ByteBuffer unpacked(ByteBuffer content, int size) throws MalformedParquetException {
        return ByteBuffer.wrap(compression.unpack(content, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readDictionary(ThriftStruct header, ByteBuffer content)
            throws MalformedParquetException {
        ColumnValues entries = new ColumnValues(values.column(), values.type(), mostEntries);
        entries.addPlain(content, header.count(1));
        dictionary = entries;
    }

    private void readData(ThriftStruct header, ByteBuffer content)
            throws MalformedParquetException {
        int count = header.count(1);
        SchemaNode column = values.column();
        HybridDecoder repetitions = levels(content, column.maxRepetition());
        HybridDecoder definitions = levels(content, column.maxDefinition());
        int present = readLevels(count, repetitions, definitions);
        readValues(header.count(2), content, present);
    }

    private void readDataV2(ThriftStruct header, ByteBuffer content, int size)
            throws MalformedParquetException {
        int definitionBytes = header.count(5);
        int repetitionBytes = header.count(6);
        ByteBuffer repetitionLevels = cut(content, repetitionBytes);
        ByteBuffer definitionLevels = cut(content, definitionBytes);
        SchemaNode column = values.column();
        int present =
                readLevels(
                        header.count(1),
                        new HybridDecoder(repetitionLevels, width(column.maxRepetition())),
                        new HybridDecoder(definitionLevels, width(column.maxDefinition())));
        int plainSize = size - repetitionBytes - definitionBytes;
        boolean packed = header.flag(7, true);
        ByteBuffer plain =
                packed && content.hasRemaining()
                        ? unpacked(content, Math.max(0, plainSize))
                        : content;
        readValues(header.count(4), plain, present);
    }

    /** Levels of the first version of data pages carry their length; none are there for 0. */
    private static HybridDecoder levels(ByteBuffer content, int highest)
            throws MalformedParquetException {
        if (highest == 0) {
            return new HybridDecoder(ByteBuffer.wrap(new byte[0]), 0);
        }
        if (content.remaining() < Integer.BYTES) {
            throw new MalformedParquetException("a page ends too early");
        }
        return new HybridDecoder(cut(content, content.getInt()), width(highest));
    }

    private static ByteBuffer cut(ByteBuffer content, int length) throws MalformedParquetException {
        if (length < 0 || length > content.remaining()) {
            throw new MalformedParquetException("a page ends too early");
        }
        ByteBuffer part = content.slice(content.position(), length);
        content.position(content.position() + length);
        return part;
    }

    private static int width(int highest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(highest);
    }

    private int readLevels(int count, HybridDecoder repetitions, HybridDecoder definitions)
            throws MalformedParquetException {
        SchemaNode column = values.column();
        int present = 0;
        for (int i = 0; i < count; i++) {
            int repetition = column.maxRepetition() == 0 ? 0 : repetitions.next();
            int definition = column.maxDefinition() == 0 ? 0 : definitions.next();
            values.addEntry(definition, repetition);
            if (definition == column.maxDefinition()) {
                present++;
            }
        }
        return present;
    }

    private void readValues(int encoding, ByteBuffer content, int count)
            throws MalformedParquetException {
        switch (encoding) {
            case PLAIN -> values.addPlain(content, count);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> readIndices(content, count);
            case RLE -> values.addWholes(booleans(content), count);
            default ->
                    throw new MalformedParquetException(
                            "values in encoding "
                                    + encoding
                                    + "; save the model with parquet.writer.version=v1");
        }
    }

    /** With their length in front, as all writers put it. */
    private HybridDecoder booleans(ByteBuffer content) throws MalformedParquetException {
        if (values.type() != PhysicalType.BOOLEAN) {
            throw new MalformedParquetException("run lengths of " + values.type());
        }
        if (content.remaining() < Integer.BYTES) {
            throw new MalformedParquetException("a page ends too early");
        }
        return new HybridDecoder(cut(content, content.getInt()), 1);
    }

    private void readIndices(ByteBuffer content, int count) throws MalformedParquetException {
        if (count == 0) {
            return;
        }
        ColumnValues entries = dictionary;
        if (entries == null) {
            throw new MalformedParquetException("a column's dictionary is missing");
        }
        if (!content.hasRemaining()) {
            throw new MalformedParquetException("a page ends too early");
        }
        int width = content.get();
        values.addFrom(entries, new HybridDecoder(content.slice(), width), count);
    }
}
