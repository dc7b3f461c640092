package io.bulkhead.host.environment;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads tars from the first byte to the last. */
final class TarEntries {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int OWNER_EXECUTES = 0100;

    private TarEntries() {}

    static void unpack(Path archive, ArchiveFormat format, Unpacking unpacking) throws IOException {
        try (InputStream file =
                        new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES);
                Headers bytes = new Headers(format.tarIn(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8")) {
            bytes.header();
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                bytes.contents();
                unpack(tar, entry, unpacking);
                bytes.header();
            }
            bytes.drain();
        }
    }

    private static void unpack(
            TarArchiveInputStream tar, TarArchiveEntry entry, Unpacking unpacking)
            throws IOException {
        String name = entry.getName();
        if (entry.isSymbolicLink()) {
            unpacking.link(name, entry.getLinkName());
        } else if (entry.isLink()) {
            throw unpacking.refused(name, "a hard link");
        } else if (entry.isSparse()) {
            throw unpacking.refused(name, "a sparse file");
        } else if (entry.isDirectory()) {
            unpacking.folder(name);
        } else if (entry.isFile() && !isSpecial(entry)) {
            unpacking.file(name, tar, (entry.getMode() & OWNER_EXECUTES) != 0);
        } else {
            throw unpacking.refused(name, "neither file, folder nor link");
        }
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
    }

    /**
     * The bytes of a tar. Between two entries there are headers, which are read into memory as a
     * whole, however large one says that it is: so they are bounded. Whoever has read the last
     * entry drains the rest, which ends in the compression's checksum.
     */
    private static final class Headers extends FilterInputStream {
        private static final int MAX_HEADER_BYTES = 1 << 20;
        private static final long MAX_REST_BYTES = 16L << 20;

        private boolean bounded = true;
        private long left = MAX_HEADER_BYTES;

        Headers(InputStream tar) {
            super(tar);
        }

        void header() {
            bounded = true;
            left = MAX_HEADER_BYTES;
        }

        void contents() {
            bounded = false;
        }

        void drain() throws IOException {
            bounded = true;
            left = MAX_REST_BYTES;
            byte[] rest = new byte[BUFFER_BYTES];
            for (int n = read(rest, 0, rest.length); n >= 0; n = read(rest, 0, rest.length)) {
                if (!Arrays.equals(rest, 0, n, new byte[n], 0, n)) {
                    throw new IOException("something follows its end");
                }
            }
        }

        private int counted(int n) throws IOException {
            left -= Math.max(0, n);
            if (bounded && left < 0) {
                throw new IOException("the header of an entry has no end");
            }
            return n;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            counted(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return counted(super.read(into, offset, length));
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            counted((int) Math.min(Integer.MAX_VALUE, skipped));
            return skipped;
        }
    }
}
