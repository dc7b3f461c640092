package io.bulkhead.plugin.sklearn.pickle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** The compressions that joblib writes, told apart by the first bytes of the file. */
enum Compression {
    ZLIB("x"),
    GZIP("\u001f\u008b"),
    BZIP2("BZh"),
    XZ("\u00fd7zXZ\0"),
    LZMA("]\0\0"),
    LZ4("\u0004\"M\u0018");

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LONGEST_MAGIC = 6;

    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    /** The plain bytes of a file that may be compressed. */
    static InputStream decompress(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file, BUFFER_BYTES);
        in.mark(LONGEST_MAGIC);
        String start = new String(in.readNBytes(LONGEST_MAGIC), StandardCharsets.ISO_8859_1);
        in.reset();
        for (Compression compression : values()) {
            if (start.startsWith(compression.magic)) {
                return compression.open(in);
            }
        }
        return in;
    }

    private InputStream open(InputStream in) throws IOException {
        return switch (this) {
            case ZLIB -> new InflaterInputStream(in);
            case GZIP -> new GZIPInputStream(in);
            case BZIP2, XZ, LZMA, LZ4 -> RareDecompressors.open(this, in);
        };
    }
}
