package io.bulkhead.api.tensor;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A named array of values with a datatype and a shape: one input or output of an inference.
 * Immutable and safe for use by many threads, as far as nobody writes to memory that was given to
 * {@link NumericData#wrap} or {@link BytesData#wrap}.
 *
 * @param name as the client or the model calls it
 * @param shape fixed dimensions, whose product is the size of the data
 * @param data the values, row-major
 * @param parameters what travels with this tensor, e.g. its {@code content_type}
 */
public record Tensor(String name, Shape shape, TensorData data, Parameters parameters) {
    /**
     * @throws ServingException with {@code UNPROCESSABLE} if shape and data disagree
     */
    public Tensor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(parameters, "parameters");
        if (!holds(shape, data.size())) {
            throw ServingException.unprocessable(
                    "tensor '"
                            + name
                            + "': shape "
                            + shape
                            + " does not fit its "
                            + data.size()
                            + " values");
        }
    }

    /** Without parameters. */
    public Tensor(String name, Shape shape, TensorData data) {
        this(name, shape, data, Parameters.empty());
    }

    private static boolean holds(Shape shape, int size) {
        try {
            return shape.isFixed() && shape.elementCount() == size;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Copies; an FP32 tensor. */
    public static Tensor of(String name, Shape shape, float[] values) {
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** Copies; an FP64 tensor. */
    public static Tensor of(String name, Shape shape, double[] values) {
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** Copies; an INT32 tensor. */
    public static Tensor of(String name, Shape shape, int[] values) {
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** Copies; an INT64 tensor. */
    public static Tensor of(String name, Shape shape, long[] values) {
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** Copies; a BOOL tensor. */
    public static Tensor of(String name, Shape shape, boolean[] values) {
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** Copies; a BYTES tensor of UTF-8 text. */
    public static Tensor ofStrings(String name, Shape shape, List<String> values) {
        return new Tensor(name, shape, BytesData.ofStrings(values));
    }

    /** The datatype of the values. */
    public Datatype datatype() {
        return data.datatype();
    }

    /** The number of elements. */
    public int size() {
        return data.size();
    }

    /**
     * The values as numbers.
     *
     * @throws ServingException with {@code UNPROCESSABLE} for a BYTES tensor
     */
    public NumericData numbers() {
        if (data instanceof NumericData numbers) {
            return numbers;
        }
        throw ServingException.unprocessable(
                "input '" + name + "': numbers are wanted, found datatype BYTES");
    }

    /**
     * The values as byte strings.
     *
     * @throws ServingException with {@code UNPROCESSABLE} for any other datatype than BYTES
     */
    public BytesData strings() {
        if (data instanceof BytesData strings) {
            return strings;
        }
        throw ServingException.unprocessable(
                "input '" + name + "': datatype BYTES is wanted, found " + datatype());
    }

    /** The values as doubles, a copy; see {@link #numbers} for other datatypes. */
    public double[] toDoubles() {
        return numbers().toDoubles();
    }

    /** The values as floats, a copy; see {@link #numbers} for other datatypes. */
    public float[] toFloats() {
        return numbers().toFloats();
    }

    /** The values as longs, a copy; see {@link #numbers} for other datatypes. */
    public long[] toLongs() {
        return numbers().toLongs();
    }

    /** The values as text, a copy; see {@link #strings} for other datatypes. */
    public List<String> toStrings() {
        return strings().toStrings();
    }

    /** The memory of a numeric tensor: a read-only, little-endian view. */
    public ByteBuffer bytes() {
        return numbers().bytes();
    }

    /** The same values under another name. */
    public Tensor withName(String newName) {
        return newName.equals(name) ? this : new Tensor(newName, shape, data, parameters);
    }

    /** The same values in another shape of as many elements. */
    public Tensor withShape(Shape newShape) {
        return newShape.equals(shape) ? this : new Tensor(name, newShape, data, parameters);
    }

    /** The same values with these parameters instead. */
    public Tensor withParameters(Parameters newParameters) {
        return new Tensor(name, shape, data, newParameters);
    }

    /** The {@code content_type} parameter; empty text if there is none. */
    public String contentType() {
        return parameters.contentType();
    }
}
