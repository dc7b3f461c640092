package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;

/**
 * Keys and values of several sequences, in one tensor for each layer: those of shorter sequences
 * stand at the end of their row. Freed when the last row of it is released. Used by one thread.
 */
final class PastBatch {
    private final Map<String, OnnxTensor> tensors;
    private final Runnable free;
    private final int rows;
    private final int width;
    private int users;

    /**
     * @param tensors by the names of the graph's inputs
     * @param free frees them
     */
    PastBatch(Map<String, OnnxTensor> tensors, int rows, int width, Runnable free) {
        this.tensors = tensors;
        this.rows = rows;
        this.width = width;
        this.free = free;
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    int rows() {
        return rows;
    }

    int width() {
        return width;
    }

    /** One of its rows, whose sequence has so many tokens. */
    PastRow row(int index, int length) {
        users++;
        return new PastRow(this, index, length);
    }

    void release() {
        if (--users == 0) {
            free.run();
        }
    }

    /** For one of which no row is taken. */
    void free() {
        free.run();
    }
}
