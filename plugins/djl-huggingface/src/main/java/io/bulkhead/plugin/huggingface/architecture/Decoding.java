package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;
import java.util.OptionalInt;

/**
 * What all decoders begin and end with. One that writes text knows the tokens before by their keys
 * and values, see {@link PastKeys}; one that answers of a whole text sees it at once.
 */
final class Decoding {
    private final Layers layers;
    private final GraphWriter graph;
    private final Head head;
    private final String ids;
    private final String mask;

    private Decoding(Layers layers, Head head, String ids, String mask) {
        this.layers = layers;
        this.graph = layers.graph();
        this.head = head;
        this.ids = ids;
        this.mask = mask;
    }

    /** Declares the inputs. */
    static Decoding begin(Layers layers, Head head) {
        if (head == Head.TOKEN || head == Head.SPAN) {
            throw ServingException.loadFailed(
                    "a decoder's weights are not served for this task; export the model with"
                            + " optimum-cli export onnx",
                    null);
        }
        GraphWriter graph = layers.graph();
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String mask =
                graph.input(
                        "attention_mask",
                        GraphWriter.INT64,
                        "batch",
                        head == Head.VOCABULARY ? "all" : "sequence");
        return new Decoding(layers, head, ids, mask);
    }

    private boolean remembers() {
        return head == Head.VOCABULARY;
    }

    /** The new tokens, [batch, sequence]. */
    String ids() {
        return ids;
    }

    /** Where the new tokens stand, [batch, sequence] or [1, sequence]. */
    String places() {
        return remembers()
                ? graph.input("position_ids", GraphWriter.INT64, "batch", "sequence")
                : graph.node(
                        "Unsqueeze", List.of(layers.count(layers.size(ids, 1)), graph.longs(0)));
    }

    /**
     * What is added to scores, [batch, 1, sequence, all].
     *
     * @param window how many tokens before it each one sees; empty: all
     */
    String bias(OptionalInt window) {
        return layers.add(layers.maskBias(mask), new CausalMask(layers).bias(ids, mask, window));
    }

    /** Puts the past, if there is one, before what is new: {@code key} or {@code value}. */
    String joined(int layer, int heads, int size, String what, String fresh) {
        return remembers() ? new PastKeys(layers, layer, heads, size).joined(what, fresh) : fresh;
    }

    /**
     * Declares the output.
     *
     * @param table the weights whose rows are the tokens' vectors
     */
    void end(String hidden, String table) {
        switch (head) {
            case VOCABULARY ->
                    graph.output(
                            layers.matrix(
                                    hidden, layers.transpose(graph.weight(table, -1, -1), 1, 0)),
                            "logits",
                            "batch",
                            "sequence",
                            "vocabulary");
            case SEQUENCE ->
                    graph.output(layers.linear(last(hidden), "score"), "logits", "batch", "labels");
            default -> graph.output(hidden, "last_hidden_state", "batch", "sequence", "width");
        }
    }

    /** The vector of the last token of each text: [batch, width]. */
    private String last(String hidden) {
        String count =
                graph.node(
                        "ReduceSum", List.of(mask, graph.longs(1)), Attribute.of("keepdims", 1L));
        String place = graph.node("Sub", List.of(count, graph.scalar(1L)));
        return graph.node("GatherND", List.of(hidden, place), Attribute.of("batch_dims", 1L));
    }
}
