package io.bulkhead.plugin.huggingface.json;

/** A matrix of numbers inside a larger array: written as a list of lists, without boxing. */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record FloatRows(float[] values, int offset, int count, int width) {
    /** One element. */
    public float at(int row, int column) {
        return values[offset + row * width + column];
    }
}
