package io.bulkhead.plugin.mllib.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One Parquet file: schema, rows. */
public final class ParquetFile {
    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;
    private static final int TAIL = 8;
    private static final int SHORTEST = 4 + TAIL;
    private static final long LARGEST = Integer.MAX_VALUE - 16L;

    /** What a file may hold besides 64 values for each of its bytes. */
    private static final long FREE_ENTRIES = 1L << 23;

    private ParquetFile() {}

    /**
     * All rows of a file.
     *
     * @throws MalformedParquetException if it is broken or beyond this reader
     * @throws IOException if it cannot be read
     */
    public static List<Group> read(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new MalformedParquetException("a file of more than 2 GiB");
        }
        return read(ByteBuffer.wrap(Files.readAllBytes(path)));
    }

    /** The version of Spark that wrote a file, if it says so, as it does since 3.0. */
    public static Optional<String> sparkVersion(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            return Optional.empty();
        }
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        ThriftStruct footer = new ThriftReader(footerOf(file)).readStruct();
        if (!footer.has(5)) {
            return Optional.empty();
        }
        for (ThriftStruct entry : footer.structs(5)) {
            if (entry.text(1).equals("org.apache.spark.version")) {
                return Optional.of(entry.text(2));
            }
        }
        return Optional.empty();
    }

    static List<Group> read(ByteBuffer file) throws MalformedParquetException {
        file.order(ByteOrder.LITTLE_ENDIAN);
        ThriftStruct footer = new ThriftReader(footerOf(file)).readStruct();
        SchemaReader schema = new SchemaReader(footer.structs(2));
        SchemaNode root = schema.read();
        long mostEntries = FREE_ENTRIES + 64L * file.limit();
        List<ColumnValues> columns = new ArrayList<>();
        for (SchemaNode column : schema.columns()) {
            PhysicalType type = column.type();
            if (type != null) {
                columns.add(new ColumnValues(column, type, mostEntries));
            }
        }
        long rows = 0;
        for (ThriftStruct rowGroup : footer.structs(4)) {
            rows += rowGroup.whole(3);
            readRowGroup(file, rowGroup, columns, mostEntries);
        }
        return new RowAssembler(root, columns).rows(rows);
    }

    private static ByteBuffer footerOf(ByteBuffer file) throws MalformedParquetException {
        int end = file.limit() - TAIL;
        if (file.limit() < SHORTEST || file.getInt(end + 4) != MAGIC) {
            throw new MalformedParquetException("no Parquet file, or only the beginning of one");
        }
        int length = file.getInt(end);
        if (length < 0 || length > end) {
            throw new MalformedParquetException("its description is longer than the file");
        }
        return file.slice(end - length, length);
    }

    private static void readRowGroup(
            ByteBuffer file, ThriftStruct rowGroup, List<ColumnValues> columns, long mostEntries)
            throws MalformedParquetException {
        List<ThriftStruct> chunks = rowGroup.structs(1);
        if (chunks.size() != columns.size()) {
            throw new MalformedParquetException("a column is missing");
        }
        for (int i = 0; i < chunks.size(); i++) {
            ThriftStruct chunk = chunks.get(i).struct(3);
            ColumnValues values = columns.get(i);
            Compression compression = Compression.numbered(chunk.whole(4));
            long data = chunk.whole(9);
            // Some writers leave the dictionary's place out, or say 0.
            long dictionary = chunk.optionalWhole(11).orElse(0L);
            long start = dictionary > 0 && dictionary < data ? dictionary : data;
            new ColumnChunkReader(file, values, compression, mostEntries)
                    .read(start, chunk.whole(5));
        }
    }
}
