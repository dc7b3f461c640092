package io.bulkhead.host.plugin.release;

/** Numbers by identifiers that are not 0, without an object for each. Not thread-safe. */
final class LongMap {
    static final int ABSENT = -1;
    private static final int FIRST_CAPACITY = 1 << 12;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] values = new int[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    int get(long key) {
        int slot = slot(keys, key);
        return keys[slot] == key ? values[slot] : ABSENT;
    }

    void put(long key, int value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(keys, key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
    }

    private static int slot(long[] keys, long key) {
        int mask = keys.length - 1;
        int slot = Long.hashCode(key * 0x9E3779B97F4A7C15L) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] grown = new long[2 * keys.length];
        int[] moved = new int[grown.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = slot(grown, keys[i]);
                grown[slot] = keys[i];
                moved[slot] = values[i];
            }
        }
        keys = grown;
        values = moved;
    }
}
