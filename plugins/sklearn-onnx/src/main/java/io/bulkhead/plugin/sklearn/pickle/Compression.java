package io.bulkhead.plugin.sklearn.pickle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** The compressions that joblib writes, told apart by the first bytes of the file. */
enum Compression {
    ZLIB("x") {
        @Override
        InputStream open(InputStream in) {
            return new InflaterInputStream(in);
        }
    },
    GZIP("\u001f\u008b") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new GZIPInputStream(in);
        }
    },
    BZIP2("BZh") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    XZ("\u00fd7zXZ\0") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new XZInputStream(in, MAX_DICTIONARY_KIB);
        }
    },
    LZMA("]\0\0") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new LZMAInputStream(in, MAX_DICTIONARY_KIB);
        }
    },
    LZ4("\u0004\"M\u0018") {
        @Override
        InputStream open(InputStream in) throws IOException {
            return new FramedLZ4CompressorInputStream(in, true);
        }
    };

    /** Python's strongest preset wants 65 MiB; a file that wants more is refused. */
    private static final int MAX_DICTIONARY_KIB = 96 << 10;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LONGEST_MAGIC = 6;

    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    abstract InputStream open(InputStream in) throws IOException;

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
}
