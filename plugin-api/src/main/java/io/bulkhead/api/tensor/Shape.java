package io.bulkhead.api.tensor;

import java.util.Arrays;

/**
 * The dimensions of a tensor, outermost first; none for a scalar. Immutable.
 *
 * <p>In metadata a dimension may be {@code -1}: any size. The shape of a {@link Tensor} holds no
 * such dimension.
 */
public final class Shape {
    /** The dimension that stands for any size, in metadata only. */
    public static final long ANY = -1;

    private static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * @throws IllegalArgumentException if a dimension is below {@code -1}
     */
    public static Shape of(long... dimensions) {
        for (long dimension : dimensions) {
            if (dimension < ANY) {
                throw new IllegalArgumentException(
                        "a dimension must be -1 or more, found " + dimension);
            }
        }
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    /** The number of dimensions; 0 for a scalar. */
    public int rank() {
        return dimensions.length;
    }

    /** The size of one dimension, counted from 0. */
    public long dimension(int index) {
        return dimensions[index];
    }

    /** Whether every dimension has a size. */
    public boolean isFixed() {
        for (long dimension : dimensions) {
            if (dimension == ANY) {
                return false;
            }
        }
        return true;
    }

    /**
     * The product of the dimensions: 1 for a scalar, 0 if a dimension is 0.
     *
     * @throws ArithmeticException if it does not fit into a long
     * @throws IllegalStateException if a dimension is {@link #ANY}
     */
    public long elementCount() {
        if (!isFixed()) {
            throw new IllegalStateException("shape " + this + " has no element count");
        }
        // First, since the other dimensions of an empty tensor may be of any size.
        for (long dimension : dimensions) {
            if (dimension == 0) {
                return 0;
            }
        }
        long count = 1;
        for (long dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** The dimensions as an array of the caller's own. */
    public long[] toArray() {
        return dimensions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As in the protocol's JSON, {@code [2,4]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < dimensions.length; i++) {
            text.append(i == 0 ? "" : ",").append(dimensions[i]);
        }
        return text.append(']').toString();
    }
}
