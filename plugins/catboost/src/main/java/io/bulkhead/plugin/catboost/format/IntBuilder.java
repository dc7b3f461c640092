package io.bulkhead.plugin.catboost.format;

import java.util.Arrays;

/** An int array whose length is not known beforehand. */
final class IntBuilder {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
