package io.bulkhead.plugin.sklearn.pickle;

import java.nio.ByteBuffer;
import java.util.List;

/** What numpy's own pickles call: dtypes, scalars and arrays. */
final class NumpyBuilders {
    private NumpyBuilders() {}

    static Object call(PickledName name, PyTuple arguments) throws PickleException {
        return switch (name.name()) {
            case "dtype" -> dtype(arguments);
            case "scalar" -> scalar(arguments);
            case "_frombuffer" -> fromBuffer(arguments);
            default -> new NdArray(Dtype.parse("f8"));
        };
    }

    private static Dtype dtype(PyTuple arguments) throws PickleException {
        if (arguments.size() > 0 && arguments.get(0) instanceof String name) {
            return Dtype.parse(name);
        }
        throw new PickleException("pickle makes a dtype of something else than its name");
    }

    /** A numpy scalar becomes the plain value that it is. */
    private static Object scalar(PyTuple arguments) throws PickleException {
        if (arguments.size() != 2 || !(arguments.get(0) instanceof Dtype dtype)) {
            throw new PickleException("pickle makes a numpy scalar without dtype and value");
        }
        if (dtype.kind() == Dtype.Kind.OBJECT) {
            return arguments.get(1);
        }
        ByteBuffer bytes = bytes(arguments.get(1));
        NdArray single = NdArray.ofBytes(dtype, new int[0], false, bytes);
        List<Object> values = single.toObjects();
        return values.get(0);
    }

    /** Protocol 5: {@code _frombuffer(buffer, dtype, shape, order)}. */
    private static NdArray fromBuffer(PyTuple arguments) throws PickleException {
        if (arguments.size() == 4
                && arguments.get(1) instanceof Dtype dtype
                && arguments.get(3) instanceof String order) {
            int[] shape = shape(arguments.get(2));
            return NdArray.ofBytes(dtype, shape, order.equals("F"), bytes(arguments.get(0)));
        }
        throw new PickleException("pickle makes a numpy array of incomplete parts");
    }

    /** The state of an array: version, shape, dtype, Fortran order, bytes or list. */
    static void build(NdArray array, Object state) throws PickleException {
        if (state instanceof PyTuple parts
                && parts.size() == 5
                && parts.get(2) instanceof Dtype dtype
                && parts.get(3) instanceof Boolean fortranOrder) {
            int[] shape = shape(parts.get(1));
            if (parts.get(4) instanceof PyList items) {
                array.fill(dtype, shape, fortranOrder, items);
            } else {
                array.fill(dtype, shape, fortranOrder, bytes(parts.get(4)));
            }
            return;
        }
        throw new PickleException("pickle holds a numpy array with an incomplete state");
    }

    static int[] shape(Object shape) throws PickleException {
        if (!(shape instanceof PyTuple sizes)) {
            throw new PickleException("pickle holds a numpy array without a shape");
        }
        int[] result = new int[sizes.size()];
        for (int axis = 0; axis < result.length; axis++) {
            if (!(sizes.get(axis) instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
                throw new PickleException("pickle holds a numpy array with an impossible shape");
            }
            result[axis] = size.intValue();
        }
        return result;
    }

    private static ByteBuffer bytes(Object value) throws PickleException {
        if (value instanceof PyBytes bytes) {
            return bytes.buffer();
        }
        if (value instanceof String text) { // Python 2 and some protocol 0 files
            return PyBytes.latin1(text).buffer();
        }
        throw new PickleException(
                "pickle holds a numpy array whose content is a " + TypeNames.of(value));
    }
}
