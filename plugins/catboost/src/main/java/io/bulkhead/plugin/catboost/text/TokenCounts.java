package io.bulkhead.plugin.catboost.text;

/**
 * How often a text has what a dictionary knows.
 *
 * @param ids ascending, each once
 * @param counts of each
 * @param size how many ids there are
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record TokenCounts(int[] ids, int[] counts, int size) {
    /** Takes over the numbers, which are in order. */
    static TokenCounts of(int[] sorted) {
        int[] counts = new int[sorted.length];
        int size = 0;
        for (int id : sorted) {
            if (size == 0 || sorted[size - 1] != id) {
                sorted[size++] = id;
            }
            counts[size - 1]++;
        }
        return new TokenCounts(sorted, counts, size);
    }
}
