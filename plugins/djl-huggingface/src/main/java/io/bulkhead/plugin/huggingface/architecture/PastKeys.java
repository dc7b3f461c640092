package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/** Keys and values of the tokens before, of one layer, under optimum's names. */
record PastKeys(Layers layers, int layer, int heads, int size) {
    /**
     * Declares the past as an input, puts it before what is new, and declares both as an output.
     */
    String joined(String what, String fresh) {
        return joined(what, input(what), fresh);
    }

    /** Declares the past as an input. */
    String input(String what) {
        return layers.graph()
                .input("past_key_values." + layer + "." + what, GraphWriter.FLOAT, shape("past"));
    }

    /** Puts the past before what is new, and declares both as an output. */
    String joined(String what, String past, String fresh) {
        GraphWriter graph = layers.graph();
        String all = graph.node("Concat", List.of(past, fresh), Attribute.of("axis", 2L));
        graph.output(all, "present." + layer + "." + what, shape("all"));
        return all;
    }

    private String[] shape(String length) {
        return new String[] {"batch", String.valueOf(heads), length, String.valueOf(size)};
    }
}
