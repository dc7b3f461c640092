package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;

/** joblib's place holder for an array whose raw bytes follow in the file, outside of the pickle. */
final class JoblibArray {
    /** Whether the objects of the array follow instead, as a pickle of their own. */
    boolean isPickled(Object state) throws PickleException {
        return dtype(state).kind() == Dtype.Kind.OBJECT;
    }

    Object read(Object state, PickleInput in) throws IOException {
        Dtype dtype = dtype(state);
        int[] shape = NumpyBuilders.shape(of(state, "shape"));
        if (of(state, "numpy_array_alignment_bytes") instanceof Long) {
            in.skip(in.readByte()); // the byte says how many others align the array
        }
        long length = NdArray.count(shape) * dtype.itemSize();
        ByteBuffer bytes = ByteBuffer.wrap(in.readBytes(length));
        return NdArray.ofBytes(dtype, shape, of(state, "order").equals("F"), bytes);
    }

    private static Dtype dtype(Object state) throws PickleException {
        if (of(state, "dtype") instanceof Dtype dtype) {
            return dtype;
        }
        throw new PickleException("joblib file holds an array without a dtype");
    }

    private static Object of(Object state, String name) {
        return state instanceof PyDict described
                ? described.get(name).orElse(PyNone.NONE)
                : PyNone.NONE;
    }
}
