package io.bulkhead.plugin.mllib.parquet;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/** How the pages of a column are packed. */
enum Compression {
    UNCOMPRESSED,
    SNAPPY,
    GZIP,
    LZO,
    BROTLI,
    LZ4,
    ZSTD,
    LZ4_RAW;

    private static final Compression[] BY_NUMBER = values();

    static Compression numbered(long number) throws MalformedParquetException {
        if (number < 0 || number >= BY_NUMBER.length) {
            throw new MalformedParquetException("an unknown compression, number " + number);
        }
        return BY_NUMBER[(int) number];
    }

    /** Exactly {@code size} bytes of what is packed in the remaining ones. */
    byte[] unpack(ByteBuffer packed, int size) throws MalformedParquetException {
        byte[] input = new byte[packed.remaining()];
        packed.get(input);
        try {
            return switch (this) {
                case UNCOMPRESSED -> exactly(new ByteArrayInputStream(input), size);
                case SNAPPY ->
                        exactly(
                                new SnappyCompressorInputStream(new ByteArrayInputStream(input)),
                                size);
                case GZIP -> exactly(new GZIPInputStream(new ByteArrayInputStream(input)), size);
                case LZ4_RAW ->
                        exactly(
                                new BlockLZ4CompressorInputStream(new ByteArrayInputStream(input)),
                                size);
                case ZSTD -> zstd(input, size);
                case LZO, BROTLI, LZ4 ->
                        throw new MalformedParquetException(
                                "it is compressed with "
                                        + this
                                        + "; save the model with"
                                        + " spark.sql.parquet.compression.codec=snappy");
            };
        } catch (MalformedParquetException ours) {
            throw ours;
        } catch (IOException | RuntimeException broken) { // the libraries throw either
            throw new MalformedParquetException("a page cannot be unpacked", broken);
        }
    }

    private static byte[] exactly(InputStream plain, int size) throws IOException {
        try (plain) {
            byte[] bytes = plain.readNBytes(size); // grows with what there is
            if (bytes.length != size) {
                throw new MalformedParquetException(
                        "a page of " + size + " bytes has " + bytes.length);
            }
            return bytes;
        }
    }

    private static byte[] zstd(byte[] input, int size) throws IOException {
        long declared = ZstdDecompressor.getDecompressedSize(input, 0, input.length);
        if (declared >= 0 && declared != size) {
            throw new MalformedParquetException("a page of " + size + " bytes has " + declared);
        }
        try {
            byte[] bytes = new byte[size];
            int length = new ZstdDecompressor().decompress(input, 0, input.length, bytes, 0, size);
            if (length != size) {
                throw new MalformedParquetException("a page of " + size + " bytes has " + length);
            }
            return bytes;
        } catch (MalformedInputException broken) {
            throw new MalformedParquetException("a page cannot be unpacked", broken);
        }
    }
}
