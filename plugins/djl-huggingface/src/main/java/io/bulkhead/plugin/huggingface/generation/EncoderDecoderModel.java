package io.bulkhead.plugin.huggingface.generation;

import ai.onnxruntime.OnnxTensor;
import io.bulkhead.plugin.huggingface.graph.OnnxFeeds;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An encoder and a decoder. With a graph that goes on from past keys and values a token is seen
 * once, without one all tokens are seen again for each new one. Owns the graphs.
 *
 * @param decoder begins a sequence
 * @param next goes on with it; may be the same graph, as in optimum's merged decoders
 * @param firstToken what the decoder begins with
 */
public record EncoderDecoderModel(
        OnnxGraph encoder,
        OnnxGraph decoder,
        Optional<OnnxGraph> next,
        long firstToken,
        OptionalInt positions)
        implements LanguageModel {
    static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";
    static final String OF_ENCODER = ".encoder.";

    @Override
    public long[] start(long[] input) {
        return new long[] {firstToken};
    }

    @Override
    public Continuation begin(long[] input) {
        return read(input);
    }

    /** The output that becomes this input of the next run. */
    static String present(String pastName) {
        return PRESENT + pastName.substring(PAST.length());
    }

    /** Reads the input and begins with these tokens; the caller closes the result. */
    Beginning beginning(long[] input, long[] tokens) {
        Decoding decoding = read(input);
        try {
            return new Beginning(decoding, decoding.beginning(tokens));
        } catch (RuntimeException e) {
            decoding.close();
            throw e;
        }
    }

    /** What the encoder read, and the first run of the decoder. */
    static final class Beginning implements AutoCloseable {
        private final Decoding decoding;
        private final OnnxResult decoded;

        private Beginning(Decoding decoding, OnnxResult decoded) {
            this.decoding = decoding;
            this.decoded = decoded;
        }

        OnnxResult decoded() {
            return decoded;
        }

        /** What the encoder gives for each token. */
        OnnxTensor states() {
            return decoding.encoded.tensor("last_hidden_state");
        }

        /** What goes into this input of the next run. */
        OnnxTensor present(String pastName) {
            return decoding.ofEncoder(pastName)
                    .orElseGet(() -> decoded.tensor(EncoderDecoderModel.present(pastName)));
        }

        @Override
        public void close() {
            try (decoding) {
                decoded.close();
            }
        }
    }

    private Decoding read(long[] input) {
        long[] mask = new long[input.length];
        Arrays.fill(mask, 1);
        try (OnnxFeeds feeds = encoder.feeds()) {
            feeds.put("input_ids", input, 1, input.length)
                    .put("attention_mask", mask, 1, input.length);
            return new Decoding(feeds.run(), mask);
        }
    }

    private final class Decoding implements Continuation {
        private final OnnxResult encoded;
        private final long[] mask;
        // Keys and values of the encoder's states come out of the first run alone.
        private final PastTokens past = new PastTokens(true);

        Decoding(OnnxResult encoded, long[] mask) {
            this.encoded = encoded;
            this.mask = mask;
        }

        @Override
        public float[] next(long[] tokens) {
            if (next.isEmpty()) {
                try (OnnxResult result = beginning(tokens)) {
                    return DecoderModel.last(result.floats("logits"));
                }
            }
            Optional<OnnxResult> before = past.of(tokens);
            OnnxResult result =
                    before.isPresent() ? goneOn(tokens, before.get()) : beginning(tokens);
            past.keep(tokens, result);
            return DecoderModel.last(result.floats("logits"));
        }

        private OnnxResult beginning(long[] tokens) {
            try (OnnxFeeds feeds = feeds(decoder, tokens, false)) {
                feeds.putNoPast(1);
                // A graph that is made has them from the encoder, once for all.
                for (String name : decoder.inputs().keySet()) {
                    ofEncoder(name).ifPresent(tensor -> feeds.lend(name, tensor));
                }
                return feeds.run();
            }
        }

        private OnnxResult goneOn(long[] tokens, OnnxResult before) {
            OnnxGraph graph = next.orElse(decoder);
            long[] fresh = {tokens[tokens.length - 1]};
            try (OnnxFeeds feeds = feeds(graph, fresh, true)) {
                for (String name : graph.inputs().keySet()) {
                    if (name.startsWith(PAST)) {
                        feeds.lend(name, present(name, before));
                    }
                }
                return feeds.run();
            }
        }

        private OnnxTensor present(String pastName, OnnxResult before) {
            boolean ofEncoder = pastName.contains(OF_ENCODER);
            OnnxResult source = ofEncoder ? past.first().orElse(before) : before;
            return ofEncoder(pastName)
                    .orElseGet(() -> source.tensor(EncoderDecoderModel.present(pastName)));
        }

        private Optional<OnnxTensor> ofEncoder(String pastName) {
            return pastName.startsWith(PAST) && pastName.contains(OF_ENCODER)
                    ? encoded.find(EncoderDecoderModel.present(pastName))
                    : Optional.empty();
        }

        private OnnxFeeds feeds(OnnxGraph graph, long[] tokens, boolean goesOn) {
            OnnxTensor states = encoded.tensor("last_hidden_state");
            return graph.feeds()
                    .put("input_ids", tokens, 1, tokens.length)
                    .put("encoder_attention_mask", mask, 1, mask.length)
                    .put("use_cache_branch", goesOn)
                    .lend("encoder_hidden_states", states);
        }

        @Override
        public void close() {
            try (encoded) {
                past.close();
            }
        }
    }

    @Override
    public void close() {
        try (encoder;
                decoder) {
            next.filter(graph -> graph != decoder).ifPresent(OnnxGraph::close);
        }
    }
}
