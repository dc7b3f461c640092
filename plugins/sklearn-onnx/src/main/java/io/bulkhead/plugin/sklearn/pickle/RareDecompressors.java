package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * What undoes the compressions that the JDK does not know. Apart from {@link Compression}: to
 * verify this class the JVM loads all of theirs, from two libraries.
 */
final class RareDecompressors {
    /** Python's strongest preset wants 65 MiB; a file that wants more is refused. */
    private static final int MAX_DICTIONARY_KIB = 96 << 10;

    private RareDecompressors() {}

    static InputStream open(Compression compression, InputStream in) throws IOException {
        return switch (compression) {
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, MAX_DICTIONARY_KIB);
            case LZMA -> new LZMAInputStream(in, MAX_DICTIONARY_KIB);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
            case ZLIB, GZIP -> throw new IllegalArgumentException(compression + " is the JDK's");
        };
    }
}
