package io.bulkhead.host.environment;

/**
 * How much an archive may unpack to. A bomb is small, and what it unpacks to is not.
 *
 * @param maxBytes of all files together
 * @param maxEntries files, folders and links
 * @param maxRatio bytes that come out for each byte of the archive, once {@value #ALWAYS_BYTES}
 *     bytes have come out
 */
public record ArchiveLimits(long maxBytes, int maxEntries, int maxRatio) {
    /** However well they are packed: a folder of empty class files is no bomb. */
    static final long ALWAYS_BYTES = 10L << 20;

    /** 8 GiB, 200,000 entries, 100 times the archive's size. */
    public static ArchiveLimits standard() {
        return new ArchiveLimits(8L << 30, 200_000, 100);
    }

    /** The limits of what is packed inside an archive, of whose allowance some is used. */
    ArchiveLimits less(long usedBytes) {
        return new ArchiveLimits(Math.max(0, maxBytes - usedBytes), maxEntries, maxRatio);
    }

    /** Why so many bytes are too many for an archive of this size; empty if they are not. */
    String objection(long bytes, long archiveBytes) {
        if (bytes > maxBytes) {
            return "unpacks to more than " + maxBytes + " bytes";
        }
        boolean bomb = bytes > ALWAYS_BYTES && bytes / maxRatio > archiveBytes;
        return bomb ? "unpacks to more than " + maxRatio + " times its size" : "";
    }
}
