package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.onnx.GraphWriter;

/**
 * Keys and values of what an encoder read, of one layer of the decoder: an output of the encoder's
 * graph, which computes them once, and an input of the decoder's, under optimum's names.
 */
record CrossKeys(Layers layers, int layer, int heads, int size) {
    /** Declares them as an output of the encoder: {@code key} or {@code value}. */
    void give(String what, String value) {
        layers.graph().output(value, "present." + name(what), dimensions());
    }

    /** Declares them as an input of the decoder. */
    String take(String what) {
        return layers.graph()
                .input("past_key_values." + name(what), GraphWriter.FLOAT, dimensions());
    }

    private String name(String what) {
        return layer + ".encoder." + what;
    }

    private String[] dimensions() {
        return new String[] {"batch", String.valueOf(heads), "read", String.valueOf(size)};
    }
}
