package io.bulkhead.plugin.sklearn.pickle;

/**
 * How much a file may cost, so that a small malicious file cannot take the server's memory.
 *
 * @param maxBytes decompressed bytes of the whole file
 * @param maxObjects values made and memo entries, each counted once
 * @param maxTextBytes bytes of one string, number or name
 * @param maxNesting pickles within the pickle (arrays of objects in joblib files)
 */
public record PickleLimits(long maxBytes, long maxObjects, int maxTextBytes, int maxNesting) {
    private static final long BYTES_PER_OBJECT = 256;
    private static final int MAX_TEXT_BYTES = 256 << 20;
    private static final int MAX_NESTING = 16;

    /** Limits that keep what is read, with its overhead in Java, well within the heap. */
    public static PickleLimits forHeap(long heapBytes) {
        return new PickleLimits(
                heapBytes / 2,
                heapBytes / BYTES_PER_OBJECT,
                (int) Math.min(MAX_TEXT_BYTES, heapBytes / 8),
                MAX_NESTING);
    }
}
