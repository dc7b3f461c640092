package io.bulkhead.api.tensor;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The values of a tensor in row-major order. Immutable: what a caller gets out of it are read-only
 * views or copies of its own. Safe for use by many threads.
 *
 * <p>Memory that came from a request belongs to that request: a runtime that keeps values beyond
 * its answer copies them.
 */
public sealed interface TensorData permits NumericData, BytesData {
    /** The datatype of every element. */
    Datatype datatype();

    /** The number of elements. */
    int size();

    /** Numbers (BOOL included) in memory laid out as in the protocol's raw contents. */
    static NumericData numeric(Datatype datatype, ByteBuffer littleEndian) {
        return NumericData.wrap(datatype, littleEndian);
    }

    /** Copies; an FP32 tensor's values. */
    static NumericData of(float[] values) {
        return NumericData.of(values);
    }

    /** Copies; an FP64 tensor's values. */
    static NumericData of(double[] values) {
        return NumericData.of(values);
    }

    /** Copies; an INT32 tensor's values. */
    static NumericData of(int[] values) {
        return NumericData.of(values);
    }

    /** Copies; an INT64 tensor's values. */
    static NumericData of(long[] values) {
        return NumericData.of(values);
    }

    /** Copies; a BOOL tensor's values. */
    static NumericData of(boolean[] values) {
        return NumericData.of(values);
    }

    /** Copies; a BYTES tensor's values as UTF-8. */
    static BytesData ofStrings(List<String> values) {
        return BytesData.ofStrings(values);
    }
}
