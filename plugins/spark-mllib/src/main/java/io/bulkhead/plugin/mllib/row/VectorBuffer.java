package io.bulkhead.plugin.mllib.row;

import java.util.Arrays;

/**
 * A vector that is written anew for each row: dense, or sparse with ascending indices. Its memory
 * grows to what a request needs and is used again. Not for several threads.
 */
public final class VectorBuffer {
    private static final int START = 8;

    private int size;
    private boolean dense = true;
    private int count;
    private int[] indices = new int[0];
    private double[] values = new double[START];

    /** Starts a dense vector. */
    public double[] dense(int newSize) {
        size = newSize;
        count = newSize;
        dense = true;
        if (values.length < newSize) {
            values = new double[newSize];
        } else {
            Arrays.fill(values, 0, newSize, 0);
        }
        return values;
    }

    /** Starts a sparse vector without values. */
    public void sparse(int newSize) {
        size = newSize;
        count = 0;
        dense = false;
    }

    /** Adds to a sparse vector; indices ascend. */
    public void append(int index, double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        if (count >= indices.length) {
            indices = Arrays.copyOf(indices, Math.max(START, values.length));
        }
        indices[count] = index;
        values[count++] = value;
    }

    /** Becomes a copy. */
    public void copyOf(VectorBuffer other) {
        size = other.size;
        dense = other.dense;
        count = other.count;
        if (values.length < count) {
            values = new double[other.values.length];
        }
        System.arraycopy(other.values, 0, values, 0, count);
        if (!dense) {
            if (indices.length < count) {
                indices = new int[other.indices.length];
            }
            System.arraycopy(other.indices, 0, indices, 0, count);
        }
    }

    public int size() {
        return size;
    }

    public boolean isDense() {
        return dense;
    }

    /** How many values are stored: all of a dense vector. */
    public int count() {
        return count;
    }

    /** The place of a stored value. */
    public int index(int stored) {
        return dense ? stored : indices[stored];
    }

    /** A stored value. */
    public double value(int stored) {
        return values[stored];
    }

    /** The stored values; those behind {@link #count} are not part of it. */
    public double[] values() {
        return values;
    }

    /** The value at a place. */
    public double at(int index) {
        if (dense) {
            return values[index];
        }
        int stored = Arrays.binarySearch(indices, 0, count, index);
        return stored < 0 ? 0 : values[stored];
    }

    /** The sum of products with the numbers from {@code offset} on. */
    public double dot(double[] numbers, int offset) {
        double sum = 0;
        if (dense) {
            for (int i = 0; i < count; i++) {
                sum += values[i] * numbers[offset + i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                sum += values[i] * numbers[offset + indices[i]];
            }
        }
        return sum;
    }

    public double dot(double[] numbers) {
        return dot(numbers, 0);
    }

    /** The index of the largest value, the first of equals; 0 if none is larger than any. */
    public int largest() {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** All values, zeros included. */
    public void writeTo(double[] target, int offset) {
        if (dense) {
            System.arraycopy(values, 0, target, offset, size);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[offset + indices[i]] = values[i];
        }
    }
}
