package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/** The archives that can be unpacked, told by how their bytes begin, whatever they are called. */
enum ArchiveFormat {
    ZIP(0, "504b0304"),
    TAR_GZ(0, "1f8b"),
    TAR_XZ(0, "fd377a585a00"),
    TAR_ZST(0, "28b52ffd"),
    TAR_BZ2(0, "425a68"),
    TAR(257, "7573746172");

    private static final int HEAD_BYTES = 262;

    /** Of a dictionary: what `xz -9` and `zstd --ultra -22` need; more is a way to fill a heap. */
    private static final int MAX_DICTIONARY_KB = 160 << 10;

    private final int offset;
    private final String magic;

    ArchiveFormat(int offset, String magic) {
        this.offset = offset;
        this.magic = magic;
    }

    /**
     * The format of a file.
     *
     * @throws IOException if it is no archive
     */
    static ArchiveFormat of(Path archive) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(archive)) {
            head = in.readNBytes(HEAD_BYTES);
        }
        for (ArchiveFormat format : values()) {
            if (format.begins(head)) {
                return format;
            }
        }
        throw new IOException("it is no tar.gz, tar.zst, tar.xz, tar.bz2, tar or zip");
    }

    private boolean begins(byte[] head) {
        int end = offset + magic.length() / 2;
        return head.length >= end && HexFormat.of().formatHex(head, offset, end).equals(magic);
    }

    /** The tar inside; not for a zip. */
    InputStream tarIn(InputStream in) throws IOException {
        return switch (this) {
            case TAR_GZ ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .get();
            case TAR_XZ ->
                    XZCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .setMemoryLimitKiB(MAX_DICTIONARY_KB)
                            .get();
            // The reference decoder, which allows windows of 128 MiB and no more.
            case TAR_ZST -> new ZstdCompressorInputStream(in);
            case TAR_BZ2 -> new BZip2CompressorInputStream(in, true);
            case TAR -> in;
            case ZIP -> throw new IllegalStateException("a zip holds no tar");
        };
    }
}
