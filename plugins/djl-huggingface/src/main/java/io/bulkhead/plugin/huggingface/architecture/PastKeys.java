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
        GraphWriter graph = layers.graph();
        String past =
                graph.input(
                        "past_key_values." + layer + "." + what,
                        GraphWriter.FLOAT,
                        "batch",
                        String.valueOf(heads),
                        "past",
                        String.valueOf(size));
        String all = graph.node("Concat", List.of(past, fresh), Attribute.of("axis", 2L));
        graph.output(
                all,
                "present." + layer + "." + what,
                "batch",
                String.valueOf(heads),
                "all",
                String.valueOf(size));
        return all;
    }
}
