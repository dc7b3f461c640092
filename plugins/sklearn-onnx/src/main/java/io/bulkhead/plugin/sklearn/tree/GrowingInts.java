package io.bulkhead.plugin.sklearn.tree;

import java.util.Arrays;

/** A list of ints that are not boxed. */
final class GrowingInts {
    private int[] values = new int[256];
    private int size;

    void add(int value) {
        set(reserve(1), value);
    }

    /** Makes room at the end and tells where it begins. */
    int reserve(int count) {
        int first = size;
        size = Math.addExact(size, count);
        if (size > values.length) {
            values = Arrays.copyOf(values, Math.max(size, Math.multiplyExact(values.length, 2)));
        }
        return first;
    }

    void set(int index, int value) {
        values[index] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
