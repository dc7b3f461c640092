package io.bulkhead.plugin.huggingface.graph;

/** The outputs of one run, in native memory; closed by whoever asked for them. */
public interface GraphResult extends AutoCloseable {
    /** Numbers with a shape, on the heap. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    record Floats(float[] values, long[] shape) {
        /** The size of a dimension; from the end if negative. */
        public int size(int axis) {
            return Math.toIntExact(shape[axis < 0 ? shape.length + axis : axis]);
        }
    }

    /** Whether there is such an output. */
    boolean has(String name);

    /** The first of these outputs that is there, as a copy. */
    Floats floats(String... names);

    @Override
    void close();
}
