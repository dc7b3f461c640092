package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import io.bulkhead.plugin.huggingface.graph.Feeds;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * An encoder and a decoder that sees all tokens again for each new one. Owns both graphs.
 *
 * @param firstToken what the decoder begins with
 */
public record EncoderDecoderModel(
        Graph encoder, Graph decoder, long firstToken, OptionalInt positions)
        implements LanguageModel {
    @Override
    public long[] start(long[] input) {
        return new long[] {firstToken};
    }

    @Override
    public Continuation begin(long[] input) {
        long[] mask = new long[input.length];
        Arrays.fill(mask, 1);
        try (Feeds feeds = encoder.feeds()) {
            feeds.put("input_ids", input, 1, input.length)
                    .put("attention_mask", mask, 1, input.length);
            return new Decoding(encoder.run(feeds), mask);
        }
    }

    private final class Decoding implements Continuation {
        private final GraphResult encoded;
        private final long[] mask;

        Decoding(GraphResult encoded, long[] mask) {
            this.encoded = encoded;
            this.mask = mask;
        }

        @Override
        public float[] next(long[] tokens) {
            OnnxTensor states = encoded.tensor("last_hidden_state");
            try (Feeds feeds = decoder.feeds()) {
                feeds.put("input_ids", tokens, 1, tokens.length)
                        .put("encoder_attention_mask", mask, 1, mask.length)
                        .lend("encoder_hidden_states", states);
                try (GraphResult result = decoder.run(feeds)) {
                    return DecoderModel.last(result.floats("logits"));
                }
            }
        }

        @Override
        public void close() {
            encoded.close();
        }
    }

    @Override
    public void close() {
        try (encoder) {
            decoder.close();
        }
    }
}
