package io.bulkhead.plugin.huggingface.weights;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One tensor of a file.
 *
 * @param name in the file
 * @param type of its elements
 * @param shape its dimensions
 * @param bytes its elements, little-endian, where the file is mapped
 */
public record Weight(String name, WeightType type, List<Long> shape, ByteBuffer bytes) {
    /** Copies the shape. */
    public Weight {
        shape = List.copyOf(shape);
    }

    /** The size of a dimension. */
    public int size(int axis) {
        return Math.toIntExact(shape.get(axis));
    }
}
