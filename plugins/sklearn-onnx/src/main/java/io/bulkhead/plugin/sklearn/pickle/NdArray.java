package io.bulkhead.plugin.sklearn.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A numpy array as the file has it: raw bytes and how to read them, or Python values. The methods
 * that convert always give the elements row by row.
 *
 * <p>Made empty by one instruction of the file and filled by a later one, hence not a record.
 */
public final class NdArray {
    private Dtype dtype;
    private int[] shape;
    private boolean fortranOrder;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private List<Object> objects = List.of();

    /** An array without elements, to be filled. */
    NdArray(Dtype dtype) {
        this.dtype = dtype;
        this.shape = new int[] {0};
    }

    static NdArray ofBytes(Dtype dtype, int[] shape, boolean fortranOrder, ByteBuffer bytes)
            throws PickleException {
        NdArray array = new NdArray(dtype);
        array.fill(dtype, shape, fortranOrder, bytes);
        return array;
    }

    void fill(Dtype newDtype, int[] newShape, boolean newFortranOrder, ByteBuffer newBytes)
            throws PickleException {
        newDtype.use();
        long wanted = count(newShape) * newDtype.itemSize();
        boolean empty = newDtype.itemSize() == 0 && count(newShape) > 0;
        if (newDtype.kind() == Dtype.Kind.OBJECT || empty) {
            throw new PickleException("pickle holds an array of " + newDtype + " as raw bytes");
        }
        if (newBytes.remaining() != wanted) {
            throw new PickleException(
                    "pickle holds an array of shape "
                            + Arrays.toString(newShape)
                            + " that needs "
                            + wanted
                            + " bytes and has "
                            + newBytes.remaining());
        }
        dtype = newDtype;
        shape = newShape.clone();
        fortranOrder = newFortranOrder;
        bytes = newBytes;
    }

    void fill(Dtype newDtype, int[] newShape, boolean newFortranOrder, PyList items)
            throws PickleException {
        newDtype.use();
        if (count(newShape) != items.items().size()) {
            throw new PickleException(
                    "pickle holds an array of shape "
                            + Arrays.toString(newShape)
                            + " with "
                            + items.items().size()
                            + " elements");
        }
        dtype = newDtype;
        shape = newShape.clone();
        fortranOrder = newFortranOrder;
        objects = items.items();
    }

    /** Number of elements of a shape; guards against overflow and nonsense. */
    static long count(int[] shape) throws PickleException {
        long count = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new PickleException("pickle holds an array with a negative size");
            }
            count = count * size;
            if (count > Integer.MAX_VALUE) {
                throw new PickleException(
                        "pickle holds an array of more than " + Integer.MAX_VALUE + " elements");
            }
        }
        return count;
    }

    public Dtype dtype() {
        return dtype;
    }

    /** Whether it holds numbers of single precision. */
    public boolean isSingle() {
        return dtype().kind() == Dtype.Kind.FLOAT && dtype().itemSize() == Float.BYTES;
    }

    public int rank() {
        return shape.length;
    }

    /** The size along an axis. */
    public int size(int axis) {
        return shape[axis];
    }

    /** Number of elements. */
    public int length() {
        int length = 1;
        for (int size : shape) {
            length *= size;
        }
        return length;
    }

    /** The elements as numbers; bool is 0 and 1. */
    public double[] toDoubles() throws PickleException {
        double[] values = new double[length()];
        if (dtype.kind() == Dtype.Kind.OBJECT) {
            List<Object> items = toObjects();
            for (int i = 0; i < values.length; i++) {
                values[i] = number(items.get(i));
            }
            return values;
        }
        ElementReader reader = ElementReader.of(dtype, 0, dtype);
        int[] order = elementOrder();
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.doubleAt(bytes, order[i]);
        }
        return values;
    }

    /** The numbers of the first row of a matrix that has one. */
    public double[] firstRow() throws PickleException {
        double[] row = new double[shape[1]];
        ElementReader reader = ElementReader.of(dtype, 0, dtype);
        int stride = fortranOrder ? shape[0] : 1;
        for (int i = 0; i < row.length; i++) {
            row[i] = reader.doubleAt(bytes, i * stride);
        }
        return row;
    }

    /** The elements as whole numbers; fractions are refused by dtype, not cut. */
    public long[] toLongs() throws PickleException {
        long[] values = new long[length()];
        if (dtype.kind() == Dtype.Kind.OBJECT) {
            List<Object> items = toObjects();
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) number(items.get(i));
            }
            return values;
        }
        ElementReader reader = ElementReader.of(dtype, 0, dtype);
        int[] order = elementOrder();
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.longAt(bytes, order[i]);
        }
        return values;
    }

    /** One field of a structured array, as numbers. */
    public double[] fieldDoubles(String name) throws PickleException {
        ElementReader reader = fieldReader(name);
        double[] values = new double[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.doubleAt(bytes, i);
        }
        return values;
    }

    /** One field of a structured array, as whole numbers that fit an int. */
    public int[] fieldInts(String name) throws PickleException {
        ElementReader reader = fieldReader(name);
        int[] values = new int[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) reader.longAt(bytes, i);
        }
        return values;
    }

    private ElementReader fieldReader(String name) throws PickleException {
        Dtype.Field field =
                dtype.field(name)
                        .orElseThrow(
                                () -> new PickleException("array has no field '" + name + "'"));
        return ElementReader.of(field.dtype(), field.offset(), dtype);
    }

    /** The elements as Python values: the objects themselves, or String, Long, Double, Boolean. */
    public List<Object> toObjects() throws PickleException {
        int[] order = elementOrder();
        List<Object> values = new ArrayList<>(order.length);
        for (int element : order) {
            values.add(
                    dtype.kind() == Dtype.Kind.OBJECT ? objects.get(element) : objectAt(element));
        }
        return values;
    }

    private Object objectAt(int element) throws PickleException {
        return switch (dtype.kind()) {
            case TEXT -> text(element);
            case BYTES -> latin1(element);
            case BOOL -> ElementReader.of(dtype, 0, dtype).longAt(bytes, element) != 0;
            case SIGNED, UNSIGNED -> ElementReader.of(dtype, 0, dtype).longAt(bytes, element);
            case FLOAT -> ElementReader.of(dtype, 0, dtype).doubleAt(bytes, element);
            default -> throw new PickleException("array of " + dtype + " is not supported");
        };
    }

    private String text(int element) {
        int characters = dtype.itemSize() / 4;
        StringBuilder text = new StringBuilder(characters);
        ByteBuffer ordered = bytes.duplicate().order(dtype.order());
        for (int i = 0; i < characters; i++) {
            int codePoint = ordered.getInt(bytes.position() + element * dtype.itemSize() + i * 4);
            if (codePoint == 0) {
                break; // numpy pads with zeros
            }
            text.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : 0xfffd);
        }
        return text.toString();
    }

    private String latin1(int element) {
        byte[] raw = new byte[dtype.itemSize()];
        bytes.get(bytes.position() + element * raw.length, raw);
        int length = raw.length;
        while (length > 0 && raw[length - 1] == 0) {
            length--;
        }
        return new String(raw, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static double number(Object item) throws PickleException {
        if (item instanceof Number number) {
            return number.doubleValue();
        }
        if (item instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (item == PyNone.NONE) {
            return Double.NaN;
        }
        throw new PickleException(
                "array holds a " + TypeNames.of(item) + " where a number is wanted");
    }

    /** Where the elements lie, row by row. */
    private int[] elementOrder() {
        int[] order = new int[length()];
        if (!fortranOrder || shape.length < 2) {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            return order;
        }
        int[] index = new int[shape.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = columnMajorOffset(index);
            advance(index);
        }
        return order;
    }

    private int columnMajorOffset(int[] index) {
        int offset = 0;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            offset = offset * shape[axis] + index[axis];
        }
        return offset;
    }

    private void advance(int[] index) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }

    @Override
    public String toString() {
        return "array" + Arrays.toString(shape) + " of " + dtype;
    }
}
