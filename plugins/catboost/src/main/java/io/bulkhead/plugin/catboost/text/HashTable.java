package io.bulkhead.plugin.catboost.text;

/**
 * Numbers of tokens by the hash of their bytes, as they lie in the file: open addressing, a power
 * of two of buckets. What hashes to the same is taken for the same token, as in CatBoost.
 * Immutable.
 */
public final class HashTable {
    /** No token has this number. */
    static final int MISSING = -1;

    private static final long EMPTY = -1;
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private final long seed;
    private final long[] hashes;
    private final int[] ids;

    /**
     * Takes over the arrays.
     *
     * @param hashes of which one at least is empty, unless there is one only
     */
    public HashTable(long seed, long[] hashes, int[] ids) {
        this.seed = seed;
        this.hashes = hashes;
        this.ids = ids;
    }

    /** Whether a search among so many hashes ends, and finds only what is there. */
    public static boolean isSearchable(long[] hashes) {
        int count = hashes.length;
        if (count == 0 || Integer.bitCount(count) != 1) {
            return false;
        }
        for (long hash : hashes) {
            if (hash == EMPTY) {
                return true;
            }
        }
        return false;
    }

    /** The number of a token, or {@link #MISSING}. */
    int find(byte[] bytes, int from, int to) {
        long hash = hash(bytes, from, to);
        if (hash == EMPTY) {
            return MISSING;
        }
        int mask = hashes.length - 1;
        int at = (int) hash & mask;
        while (hashes[at] != EMPTY) {
            if (hashes[at] == hash) {
                return ids[at];
            }
            at = (at + 1) & mask;
        }
        return MISSING;
    }

    /** MurmurHash64A. */
    private long hash(byte[] bytes, int from, int to) {
        long hash = seed ^ (to - from) * FACTOR;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long word = word(bytes, at, Long.BYTES) * FACTOR;
            hash = (hash ^ (word ^ (word >>> SHIFT)) * FACTOR) * FACTOR;
        }
        if (at < to) {
            hash = (hash ^ word(bytes, at, to - at)) * FACTOR;
        }
        hash = (hash ^ (hash >>> SHIFT)) * FACTOR;
        return hash ^ (hash >>> SHIFT);
    }

    private static long word(byte[] bytes, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xffL) << (Byte.SIZE * i);
        }
        return word;
    }
}
