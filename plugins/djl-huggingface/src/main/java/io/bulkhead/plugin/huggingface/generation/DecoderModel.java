package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.graph.OnnxFeeds;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A decoder as one graph with past keys and values, which sees each token once. Owns the graph. */
public record DecoderModel(OnnxGraph graph, OptionalInt positions) implements LanguageModel {
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";

    @Override
    public long[] start(long[] input) {
        return input;
    }

    @Override
    public Continuation begin(long[] input) {
        return new Remembering();
    }

    /** Whether a graph takes past keys and values, and gives those of the next token. */
    public static boolean fits(OnnxGraph graph) {
        return graph.inputs().keySet().stream().anyMatch(name -> name.startsWith(PAST))
                && graph.outputs().stream().anyMatch(name -> name.startsWith(PRESENT));
    }

    private final class Remembering implements Continuation {
        private final PastTokens past = new PastTokens(false);

        @Override
        public float[] next(long[] tokens) {
            Optional<OnnxResult> before = past.of(tokens);
            int known = before.isPresent() ? tokens.length - 1 : 0;
            OnnxResult result = run(tokens, known, before);
            past.keep(tokens, result);
            return last(result.floats("logits"));
        }

        @Override
        public void close() {
            past.close();
        }
    }

    /**
     * @param known how many of the tokens the past holds
     */
    OnnxResult run(long[] tokens, int known, Optional<OnnxResult> past) {
        int length = tokens.length;
        int fresh = length - known;
        long[] mask = new long[length];
        Arrays.fill(mask, 1);
        long[] places = new long[fresh];
        Arrays.setAll(places, i -> known + i);
        try (OnnxFeeds feeds = graph.feeds()) {
            feeds.put("input_ids", Arrays.copyOfRange(tokens, known, length), 1, fresh)
                    .put("attention_mask", mask, 1, length)
                    .put("position_ids", places, 1, fresh)
                    .put("use_cache_branch", past.isPresent());
            if (past.isPresent()) {
                lend(past.get(), feeds);
            } else {
                feeds.putNoPast(1);
            }
            return feeds.run();
        }
    }

    private void lend(OnnxResult past, OnnxFeeds feeds) {
        pastNames().forEach(name -> feeds.lend(name, past.tensor(present(name))));
    }

    /** The inputs that take past keys and values. */
    List<String> pastNames() {
        return graph.inputs().keySet().stream().filter(name -> name.startsWith(PAST)).toList();
    }

    /** The output that becomes this input of the next run. */
    static String present(String pastName) {
        return PRESENT + pastName.substring(PAST.length());
    }

    /** The logits of the last token of the only sequence. */
    static float[] last(GraphResult.Floats logits) {
        int width = logits.size(-1);
        int end = logits.values().length;
        return Arrays.copyOfRange(logits.values(), end - width, end);
    }

    @Override
    public void close() {
        graph.close();
    }
}
