package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The one unpacker. Nothing is written outside the target folder, no link or device is made, and
 * bytes and entries are bounded; whoever calls it deletes the target if it fails.
 */
final class SafeArchive {
    private static final long MAX_BYTES = 8L << 30;
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_NAME = 4_096;

    private SafeArchive() {}

    /**
     * Unpacks a zip.
     *
     * @throws IOException naming the first entry that is refused
     */
    static void unzip(Path archive, Path target) throws IOException {
        long written = 0;
        int count = 0;
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (++count > MAX_ENTRIES) {
                    throw new IOException("more than " + MAX_ENTRIES + " entries");
                }
                if (entry.isUnixSymlink()) {
                    throw new IOException("entry '" + entry.getName() + "' is a link");
                }
                Path place = placeOf(entry.getName(), target);
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        written += write(in, place, MAX_BYTES - written);
                    }
                }
            }
        }
    }

    private static Path placeOf(String name, Path target) throws IOException {
        boolean legal =
                !name.isEmpty()
                        && name.length() <= MAX_NAME
                        && name.indexOf('\0') < 0
                        && name.indexOf('\\') < 0
                        && !name.startsWith("/")
                        && !name.matches("[A-Za-z]:.*");
        Path place = legal ? target.resolve(name).normalize() : target;
        legal &= !("/" + name + "/").contains("/../");
        if (!legal || !place.startsWith(target)) {
            throw new IOException("entry '" + name + "' would be written outside its folder");
        }
        return place;
    }

    private static long write(InputStream in, Path place, long limit) throws IOException {
        Path folder = place.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        long written = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                if (written > limit) {
                    throw new IOException("unpacks to more than " + MAX_BYTES + " bytes");
                }
                out.write(buffer, 0, n);
            }
        }
        return written;
    }
}
