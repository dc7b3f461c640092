package io.bulkhead.plugin.xgboost.kernel;

import java.util.Arrays;

/** A growing array of ints. */
final class IntList {
    private int[] values = new int[64];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int get(int index) {
        return values[index];
    }

    void add(int... added) {
        int first = addZeros(added.length);
        set(first, added);
    }

    /** Returns the index of the first of them. */
    int addZeros(int count) {
        int first = size;
        int newSize = Math.addExact(size, count);
        if (newSize > values.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, 2L * values.length);
            values = Arrays.copyOf(values, Math.max(newSize, doubled));
        }
        Arrays.fill(values, first, newSize, 0);
        size = newSize;
        return first;
    }

    void set(int index, int... replacements) {
        System.arraycopy(replacements, 0, values, index, replacements.length);
    }

    int removeLast() {
        return values[--size];
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
