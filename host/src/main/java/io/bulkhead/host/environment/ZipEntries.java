package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads zips by their directory, as every other reader does. */
final class ZipEntries {
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;
    private static final int OWNER_EXECUTES = 0100;

    private ZipEntries() {}

    static void unpack(Path archive, Unpacking unpacking) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                unpack(zip, entries.nextElement(), unpacking);
            }
        }
    }

    private static void unpack(ZipFile zip, ZipArchiveEntry entry, Unpacking unpacking)
            throws IOException {
        String name = entry.getName();
        int type = entry.getUnixMode() & FILE_TYPE;
        if (entry.isUnixSymlink()) {
            unpacking.link(name, zip.getUnixSymlink(entry));
        } else if (type != 0 && type != REGULAR && type != FOLDER) {
            throw unpacking.refused(name, "neither file, folder nor link");
        } else if (entry.isDirectory()) {
            unpacking.folder(name);
        } else if (!zip.canReadEntryData(entry)) {
            throw unpacking.refused(name, "encrypted, or packed by a method that is not known");
        } else {
            file(zip, entry, unpacking);
        }
    }

    private static void file(ZipFile zip, ZipArchiveEntry entry, Unpacking unpacking)
            throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
            unpacking.file(entry.getName(), in, (entry.getUnixMode() & OWNER_EXECUTES) != 0);
        }
        if (entry.getCrc() != crc.getValue()) {
            throw unpacking.refused(entry.getName(), "damaged: its checksum is another");
        }
    }
}
