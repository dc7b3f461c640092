package io.bulkhead.host.environment.natives;

import io.bulkhead.host.environment.natives.NativePlatform.Format;
import io.bulkhead.host.environment.natives.NativePlatform.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads the native libraries of a jar without loading them. Those of other platforms are passed
 * over, as this JVM can never map them. What is named as a library and cannot be read as one is
 * told by its file's name and its hash alone: rather a child JVM too many than one too few.
 */
public final class NativeLibraryReader {
    /** Not {@code libx.so.md5}, which some put beside their libraries. */
    private static final Pattern NAME =
            Pattern.compile("\\.(so(\\.\\d+)*|dll|dylib|jnilib)$", Pattern.CASE_INSENSITIVE);

    private static final int HEAD_BYTES = 4_096;
    private static final int SMALLEST_HEAD = 64;

    private final NativePlatform platform;

    /**
     * @param platform that libraries are wanted for
     */
    public NativeLibraryReader(NativePlatform platform) {
        this.platform = platform;
    }

    /** Whether a file of this name, with or without folders, is meant to be a native library. */
    public static boolean isNamedAsOne(String file) {
        return NAME.matcher(file).find();
    }

    /**
     * The libraries in a jar that this platform could map. Unpacks each, so that it takes some 0.1
     * s for 30 MB.
     */
    public List<NativeLibrary> read(Path jar) throws IOException {
        List<NativeLibrary> libraries = new ArrayList<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && isNamedAsOne(entry.getName())) {
                    try (InputStream in = file.getInputStream(entry)) {
                        read(entry.getName(), in).ifPresent(libraries::add);
                    }
                }
            }
        }
        return libraries;
    }

    /**
     * What the libraries of a jar are built for, by their entries; nothing for one that is named as
     * a library and cannot be read as one.
     */
    public static Map<String, Set<NativePlatform>> platforms(Path jar) throws IOException {
        Map<String, Set<NativePlatform>> platforms = new TreeMap<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && isNamedAsOne(entry.getName())) {
                    try (InputStream in = file.getInputStream(entry)) {
                        byte[] head = in.readNBytes(HEAD_BYTES);
                        platforms.put(
                                entry.getName(),
                                Header.of(ByteBuffer.wrap(head))
                                        .map(Header::platforms)
                                        .orElse(Set.of()));
                    }
                }
            }
        }
        return platforms;
    }

    private Optional<NativeLibrary> read(String entry, InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        Optional<Header> header = Header.of(ByteBuffer.wrap(head));
        if (header.isPresent() && !header.get().isFor(platform)) {
            return Optional.empty();
        }
        Path copy = Files.createTempFile("bulkhead-native-", "");
        try {
            String hash = spool(head, in, copy);
            String name = header.isPresent() ? innerName(copy, header.get().format()) : "";
            String file = entry.substring(entry.lastIndexOf('/') + 1);
            return Optional.of(new NativeLibrary(file, name, hash));
        } finally {
            Files.delete(copy);
        }
    }

    private static String spool(byte[] head, InputStream rest, Path copy) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
            out.write(head);
            rest.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String innerName(Path copy, Format format) throws IOException {
        try (FileChannel channel = FileChannel.open(copy)) {
            ImageFile file = new ImageFile(channel);
            return switch (format) {
                case ELF -> ElfImage.soname(file);
                case MACH_O -> MachOImage.installName(file);
                case PE -> PeImage.exportName(file);
            };
        } catch (ImageFile.MalformedException | ArithmeticException malformed) {
            return ""; // the dynamic linker will not find it by a name either
        }
    }

    private record Header(Format format, Set<Machine> machines) {
        static Optional<Header> of(ByteBuffer head) {
            if (head.limit() < SMALLEST_HEAD) {
                return Optional.empty();
            }
            if (head.getInt(0) == ElfImage.MAGIC) {
                return Optional.of(new Header(Format.ELF, Set.of(ElfImage.machine(head))));
            }
            if (MachOImage.isOne(head)) {
                return Optional.of(new Header(Format.MACH_O, MachOImage.machines(head)));
            }
            if (PeImage.isOne(head)) {
                return Optional.of(new Header(Format.PE, Set.of(PeImage.machine(head))));
            }
            return Optional.empty();
        }

        Set<NativePlatform> platforms() {
            return machines.stream()
                    .map(machine -> new NativePlatform(format, machine))
                    .collect(Collectors.toSet());
        }

        boolean isFor(NativePlatform platform) {
            return format == platform.format() && machines.contains(platform.machine());
        }
    }
}
