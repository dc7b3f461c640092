package io.bulkhead.host.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeArchiveTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir private Path work;
    private Path target;
    private Path archive;

    @BeforeEach
    void prepare() throws IOException {
        target = Files.createDirectories(work.resolve("deep/target"));
        archive = work.resolve("archive");
    }

    /** Writes entries. */
    private interface Writer<T> {
        void write(T out) throws IOException;
    }

    private static byte[] tar(Writer<TarArchiveOutputStream> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            entries.write(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] contents)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(contents.length);
        tar.putArchiveEntry(entry);
        tar.write(contents);
        tar.closeArchiveEntry();
    }

    private static void special(TarArchiveOutputStream tar, String name, byte type, String to)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private Path compressed(ArchiveFormat format, byte[] tar) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                OutputStream out =
                        switch (format) {
                            case TAR_GZ -> new GzipCompressorOutputStream(file);
                            case TAR_XZ -> new XZCompressorOutputStream(file);
                            case TAR_ZST -> new ZstdCompressorOutputStream(file);
                            case TAR_BZ2 -> new BZip2CompressorOutputStream(file);
                            case TAR -> file;
                            case ZIP -> throw new IllegalArgumentException();
                        }) {
            out.write(tar);
        }
        return archive;
    }

    private Path gzipped(Writer<TarArchiveOutputStream> entries) throws IOException {
        return compressed(ArchiveFormat.TAR_GZ, tar(entries));
    }

    private Path zipped(Writer<ZipArchiveOutputStream> entries) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            entries.write(zip);
        }
        return archive;
    }

    private static void file(ZipArchiveOutputStream zip, String name, byte[] contents)
            throws IOException {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(contents);
        zip.closeArchiveEntry();
    }

    private long unpack() throws IOException {
        return unpack(ArchiveLimits.standard());
    }

    private long unpack(ArchiveLimits limits) throws IOException {
        return SafeArchive.unpack(archive, target, limits, SafeArchive.EntryCheck.NONE);
    }

    private void assertRefused(String... parts) throws IOException {
        assertThatThrownBy(this::unpack)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts);
        try (Stream<Path> all = Files.walk(work)) {
            assertThat(all.filter(path -> !path.startsWith(target)))
                    .containsExactlyInAnyOrder(work, archive, work.resolve("deep"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ZIP", mode = EnumSource.Mode.EXCLUDE)
    void readsATarHoweverItIsCompressed(ArchiveFormat format) throws IOException {
        byte[] tar =
                tar(
                        out -> {
                            special(out, "./", TarConstants.LF_DIR, "");
                            file(out, "./lib/a.jar", new byte[] {1, 2, 3});
                            file(out, "x".repeat(200) + "/b", new byte[] {4});
                            special(out, "lib/link", TarConstants.LF_SYMLINK, "../lib/a.jar");
                        });
        compressed(format, tar);
        assertThat(ArchiveFormat.of(archive)).isEqualTo(format);
        assertThat(unpack()).isEqualTo(4);
        assertThat(target.resolve("lib/a.jar")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(target.resolve("x".repeat(200)).resolve("b")).exists();
        assertThat(target.resolve("lib/link"))
                .isSymbolicLink()
                .hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void readsAZip() throws IOException {
        zipped(
                zip -> {
                    ZipArchiveEntry script = new ZipArchiveEntry("bin/run");
                    script.setUnixMode(0100755);
                    zip.putArchiveEntry(script);
                    zip.write(new byte[] {1});
                    zip.closeArchiveEntry();
                    file(zip, "lib/a.jar", new byte[] {2});
                });
        assertThat(unpack()).isEqualTo(2);
        assertThat(target.resolve("bin/run")).isExecutable();
        assertThat(Files.isExecutable(target.resolve("lib/a.jar"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out",
                "a/../../../out",
                "/etc/out",
                "C:/out",
                "a\\..\\out",
                "a/..",
                "x\ny"
            })
    void aNameThatLeadsOutIsRefused(String name) throws IOException {
        gzipped(tar -> file(tar, name, new byte[1]));
        assertRefused("would be written outside its folder");
        zipped(zip -> file(zip, name, new byte[1]));
        assertRefused("would be written outside its folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../x", "a/../../../x"})
    void aLinkThatLeadsOutIsRefused(String to) throws IOException {
        gzipped(tar -> special(tar, "a/link", TarConstants.LF_SYMLINK, to));
        assertRefused("'a/link' is a link that leads out: '" + to);
    }

    @Test
    void aFileIsNotWrittenThroughALink() throws IOException {
        gzipped(
                tar -> {
                    special(tar, "d", TarConstants.LF_SYMLINK, "e");
                    file(tar, "e/x", new byte[1]);
                    file(tar, "d/y", new byte[1]);
                });
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class);
        assertThat(target.resolve("e/y")).doesNotExist();
    }

    @Test
    void linksThatLeadOutTogetherAreRefused() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "a/b/c/file", new byte[1]);
                    special(tar, "short", TarConstants.LF_SYMLINK, "a/b/c");
                    // Read by its letters it stays inside; over the other link it does not.
                    special(tar, "a/b/up", TarConstants.LF_SYMLINK, "../../short/../../../..");
                });
        assertRefused("a/b/up");
    }

    @Test
    void aLinkToNothingIsRefused() throws IOException {
        gzipped(tar -> special(tar, "link", TarConstants.LF_SYMLINK, "nothing"));
        assertRefused("'link' is a link to nothing");
    }

    @Test
    void hardLinksDevicesAndPipesAreRefused() throws IOException {
        gzipped(tar -> special(tar, "hard", TarConstants.LF_LINK, "/etc/passwd"));
        assertRefused("'hard' is a hard link");
        for (byte type : List.of(TarConstants.LF_BLK, TarConstants.LF_CHR, TarConstants.LF_FIFO)) {
            gzipped(tar -> special(tar, "special", type, ""));
            assertRefused("'special' is neither file, folder nor link");
        }
    }

    @Test
    void ofTheFileThatVenvPackPutsInTwiceTheLastIsTaken() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "pyvenv.cfg", new byte[1]);
                    file(tar, "pyvenv.cfg", new byte[2]);
                });
        unpack();
        assertThat(target.resolve("pyvenv.cfg")).hasSize(2);
    }

    @Test
    void aNameThatIsThereTwiceIsRefused() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "lib/a", new byte[1]);
                    file(tar, "./lib//a", new byte[2]);
                });
        assertRefused("is there twice");
        FileTree.delete(target.resolve("lib"));
        zipped(
                zip -> {
                    file(zip, "a", new byte[1]);
                    file(zip, "a", new byte[2]);
                });
        assertRefused("'a' is there twice");
    }

    @Test
    void aFileThatIsAFolderTooIsRefused() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "a", new byte[1]);
                    file(tar, "a/b", new byte[1]);
                });
        assertRefused("'a/b' lies below a file");
    }

    @ParameterizedTest
    @EnumSource
    void aBombIsRefusedWhereverItsBytesComeFrom(ArchiveFormat format) throws IOException {
        byte[] zeros = new byte[64 * MEGABYTE];
        if (format == ArchiveFormat.TAR) {
            return; // what is not compressed is none
        }
        if (format == ArchiveFormat.ZIP) {
            zipped(zip -> file(zip, "zeros", zeros));
        } else {
            compressed(format, tar(tar -> file(tar, "zeros", zeros)));
        }
        assertRefused("unpacks to more than 100 times its size");
        assertThat(Files.size(target.resolve("zeros"))).isLessThan(11L * MEGABYTE);
    }

    @Test
    void moreBytesOrEntriesThanAllowedAreRefused() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "a", new byte[60]);
                    file(tar, "b", new byte[60]);
                });
        assertThatThrownBy(() -> unpack(new ArchiveLimits(100, 10, 100)))
                .hasMessageContaining("more than 100 bytes");
        FileTree.deleteContents(target, "none");
        assertThatThrownBy(() -> unpack(new ArchiveLimits(1000, 1, 100)))
                .hasMessageContaining("more than 1 entries");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ZIP", "TAR"},
            mode = EnumSource.Mode.EXCLUDE)
    void aTruncatedArchiveIsRefused(ArchiveFormat format) throws IOException {
        byte[] noise = new byte[MEGABYTE];
        new java.util.Random(1).nextBytes(noise);
        compressed(format, tar(tar -> file(tar, "noise", noise)));
        byte[] whole = Files.readAllBytes(archive);
        for (int length : new int[] {20, whole.length / 2, whole.length - 1}) {
            FileTree.deleteContents(target, "none");
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::unpack).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTruncatedZipIsRefused() throws IOException {
        zipped(zip -> file(zip, "a", new byte[1000]));
        byte[] whole = Files.readAllBytes(archive);
        for (int length = 4; length < whole.length; length++) {
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::unpack).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedBytesAreRefused() throws IOException {
        zipped(
                zip -> {
                    zip.setMethod(ZipArchiveOutputStream.STORED);
                    ZipArchiveEntry entry = new ZipArchiveEntry("a");
                    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                    crc.update("contents".getBytes(UTF_8));
                    entry.setSize(8);
                    entry.setCrc(crc.getValue());
                    zip.putArchiveEntry(entry);
                    zip.write("contents".getBytes(UTF_8));
                    zip.closeArchiveEntry();
                });
        byte[] bytes = Files.readAllBytes(archive);
        int place =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("contents");
        bytes[place] = 'C';
        Files.write(archive, bytes);
        assertRefused("'a' is damaged: its checksum is another");
    }

    @Test
    void aHeaderWithoutEndDoesNotFillTheHeap() throws IOException {
        // A long name of 1 GiB, which readers take into memory as a whole.
        byte[] header = new byte[512];
        TarArchiveEntry entry =
                new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        entry.setSize(1L << 30);
        entry.writeEntryHeader(header);
        try (OutputStream file = Files.newOutputStream(archive);
                OutputStream gzip = new GZIPOutputStream(file)) {
            gzip.write(header);
            byte[] name = new byte[MEGABYTE];
            Arrays.fill(name, (byte) 'a');
            for (int i = 0; i < 64; i++) {
                gzip.write(name);
            }
        }
        assertRefused("the header of an entry has no end");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        for (byte[] other : List.of(new byte[0], "no archive".getBytes(UTF_8), new byte[1000])) {
            Files.write(archive, other);
            assertRefused("it is no tar.gz, tar.zst, tar.xz, tar.bz2, tar or zip");
        }
    }

    @Test
    void bytesThatFollowTheEndAreRefused() throws IOException {
        byte[] tar = tar(out -> file(out, "a", new byte[1]));
        byte[] longer = Arrays.copyOf(tar, tar.length + 20_000); // a record is padded to 10,240
        longer[longer.length - 1] = 1;
        compressed(ArchiveFormat.TAR_GZ, longer);
        assertRefused("something follows its end");
    }

    @Test
    void anEntryCanBeRefusedByItsNameBeforeItIsWritten() throws IOException {
        gzipped(
                tar -> {
                    file(tar, "good", new byte[1]);
                    file(tar, "./bin/python3", new byte[1]);
                });
        SafeArchive.EntryCheck noPython =
                name -> {
                    if (name.equals("bin/python3")) {
                        throw new IOException("a Python");
                    }
                };
        assertThatThrownBy(
                        () ->
                                SafeArchive.unpack(
                                        archive, target, ArchiveLimits.standard(), noPython))
                .hasMessage("a Python");
        assertThat(target.resolve("bin")).doesNotExist();
    }
}
