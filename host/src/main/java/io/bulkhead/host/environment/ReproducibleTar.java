package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** Writes tars whose bytes tell of nothing but the contents: no times, no owners. */
final class ReproducibleTar implements AutoCloseable {
    private static final int READABLE = 0644;
    private static final int EXECUTABLE = 0755;
    private static final int UNKNOWN_SYSTEM = 255;

    private final TarArchiveOutputStream tar;

    private ReproducibleTar(TarArchiveOutputStream tar) {
        this.tar = tar;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /**
     * A new archive.
     *
     * @param file compressed as its name says: {@code .tar.gz}, {@code .tar.zst}, {@code .tar.xz}
     */
    static ReproducibleTar to(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        try {
            return new ReproducibleTar(
                    new TarArchiveOutputStream(compressed(file.toString(), out), "UTF-8"));
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private static OutputStream compressed(String name, OutputStream out) throws IOException {
        if (name.endsWith(".tar.zst")) {
            return new ZstdCompressorOutputStream(out);
        }
        if (name.endsWith(".tar.xz")) {
            return new XZCompressorOutputStream(out);
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            GzipParameters parameters = new GzipParameters();
            parameters.setCompressionLevel(Deflater.DEFAULT_COMPRESSION);
            parameters.setOperatingSystem(UNKNOWN_SYSTEM);
            return new GzipCompressorOutputStream(out, parameters);
        }
        throw new IOException("a name that ends in .tar.gz, .tar.zst or .tar.xz is wanted");
    }

    void file(String name, Path contents, boolean executable) throws IOException {
        begin(name, Files.size(contents), executable);
        Files.copy(contents, tar);
        tar.closeArchiveEntry();
    }

    void file(String name, byte[] contents) throws IOException {
        begin(name, contents.length, false);
        tar.write(contents);
        tar.closeArchiveEntry();
    }

    private void begin(String name, long bytes, boolean executable) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes);
        entry.setMode(executable ? EXECUTABLE : READABLE);
        put(entry);
    }

    void link(String name, String to) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        put(entry);
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveEntry entry) throws IOException {
        entry.setModTime(0);
        entry.setUserId(0);
        entry.setGroupId(0);
        entry.setUserName("");
        entry.setGroupName("");
        tar.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
