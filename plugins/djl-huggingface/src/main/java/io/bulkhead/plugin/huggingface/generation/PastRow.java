package io.bulkhead.plugin.huggingface.generation;

/**
 * The keys and values of one sequence.
 *
 * @param length tokens that they are of, at the end of the row
 */
record PastRow(PastBatch batch, int index, int length) {
    void release() {
        batch.release();
    }
}
