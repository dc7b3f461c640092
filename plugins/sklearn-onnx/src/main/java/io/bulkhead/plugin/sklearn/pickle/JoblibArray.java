package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;

/** joblib's place holder for an array whose raw bytes follow in the file, outside of the pickle. */
final class JoblibArray {
    /** Reads the pickle that begins here in the file. */
    @FunctionalInterface
    interface Nested {
        Object run() throws IOException;
    }

    Object read(Object state, PickleInput in, Nested nested) throws IOException {
        if (!(state instanceof PyDict described)
                || !(described.get("dtype").orElse(PyNone.NONE) instanceof Dtype dtype)) {
            throw new PickleException("joblib file holds an array without a dtype");
        }
        if (dtype.kind() == Dtype.Kind.OBJECT) {
            return nested.run();
        }
        int[] shape = NumpyBuilders.shape(described.get("shape").orElse(PyNone.NONE));
        boolean fortranOrder = described.get("order").filter("F"::equals).isPresent();
        if (described
                .get("numpy_array_alignment_bytes")
                .filter(Long.class::isInstance)
                .isPresent()) {
            in.skip(in.readByte()); // the byte says how many others align the array
        }
        long length = NdArray.count(shape) * dtype.itemSize();
        ByteBuffer bytes = ByteBuffer.wrap(in.readBytes(length));
        return NdArray.ofBytes(dtype, shape, fortranOrder, bytes);
    }
}
