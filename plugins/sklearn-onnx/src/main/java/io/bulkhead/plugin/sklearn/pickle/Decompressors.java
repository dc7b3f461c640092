package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** What undoes compressions; apart from {@link Compression}, as plain files need none of it. */
final class Decompressors {
    /** Python's strongest preset wants 65 MiB; a file that wants more is refused. */
    private static final int MAX_DICTIONARY_KIB = 96 << 10;

    private Decompressors() {}

    static InputStream open(Compression compression, InputStream in) throws IOException {
        return switch (compression) {
            case ZLIB -> new InflaterInputStream(in);
            case GZIP -> new GZIPInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, MAX_DICTIONARY_KIB);
            case LZMA -> new LZMAInputStream(in, MAX_DICTIONARY_KIB);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
        };
    }
}
