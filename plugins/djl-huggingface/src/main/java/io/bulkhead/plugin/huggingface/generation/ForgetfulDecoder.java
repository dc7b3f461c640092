package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.graph.Feeds;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A decoder as one graph without past keys and values, which sees all tokens again for each new
 * one. Owns the graph.
 */
public record ForgetfulDecoder(Graph graph, OptionalInt positions) implements LanguageModel {
    @Override
    public long[] start(long[] input) {
        return input;
    }

    @Override
    public Continuation begin(long[] input) {
        return new Continuation() {
            @Override
            public float[] next(long[] tokens) {
                return logits(tokens);
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
    }

    private float[] logits(long[] tokens) {
        int length = tokens.length;
        long[] mask = new long[length];
        Arrays.fill(mask, 1);
        long[] places = new long[length];
        Arrays.setAll(places, i -> i);
        try (Feeds feeds = graph.feeds()) {
            feeds.put("input_ids", tokens, 1, length)
                    .put("attention_mask", mask, 1, length)
                    .put("position_ids", places, 1, length);
            try (GraphResult result = feeds.run()) {
                return DecoderModel.last(result.floats("logits"));
            }
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
