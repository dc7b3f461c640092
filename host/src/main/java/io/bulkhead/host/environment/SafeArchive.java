package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The one unpacker. Nothing is written outside the target folder; no device, hard link, or link
 * that leads out is made; bytes, entries and the ratio to the archive's size are bounded. Whoever
 * calls it deletes the target if it fails.
 */
final class SafeArchive {
    private SafeArchive() {}

    /**
     * Unpacks a zip, or a tar that may be compressed.
     *
     * @param entries is shown the name of each entry before anything of it is written
     * @return how many bytes the files have together
     * @throws IOException saying what is wrong, and with which entry
     */
    static long unpack(Path archive, Path target, ArchiveLimits limits, EntryCheck entries)
            throws IOException {
        try (Unpacking unpacking = Unpacking.of(archive, target, limits, entries)) {
            ArchiveFormat format = ArchiveFormat.of(archive);
            if (format == ArchiveFormat.ZIP) {
                ZipEntries.unpack(archive, unpacking);
            } else {
                TarEntries.unpack(archive, format, unpacking);
            }
            return unpacking.finish();
        } catch (RuntimeException e) { // the library's, on fields that make no sense
            throw new IOException("it is damaged: " + e.getMessage(), e);
        }
    }

    /** Looks at names, and refuses what shows itself by one. */
    @FunctionalInterface
    interface EntryCheck {
        /** Anything goes. */
        EntryCheck NONE = name -> {};

        /**
         * Called for each entry before it is written.
         *
         * @param name relative, without {@code .} and {@code ..}
         * @throws IOException if an archive with such an entry is not to be unpacked
         */
        void check(String name) throws IOException;
    }
}
