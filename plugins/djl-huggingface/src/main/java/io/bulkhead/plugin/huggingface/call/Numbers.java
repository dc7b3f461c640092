package io.bulkhead.plugin.huggingface.call;

/**
 * A row of numbers, e.g. the samples of a recording.
 *
 * @param values nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record Numbers(float[] values) {
    @Override
    public String toString() {
        return values.length + " numbers";
    }
}
