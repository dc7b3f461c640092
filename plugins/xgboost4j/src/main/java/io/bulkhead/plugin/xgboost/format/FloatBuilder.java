package io.bulkhead.plugin.xgboost.format;

import java.util.Arrays;

/** A float array whose length is not known beforehand. */
final class FloatBuilder {
    private float[] values = new float[16];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
