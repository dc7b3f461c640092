package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.graph.Feeds;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A graph that reads tokens, with its tokenizer: what the tasks on text have in common. Owns both.
 *
 * @param tokenizer makes the tokens
 * @param graph takes them
 * @param positions the most tokens that the model has positions for; empty if any number will do
 * @param batchSize how many texts go through the graph at once
 */
public record TextModel(Tokenizer tokenizer, Graph graph, OptionalInt positions, int batchSize)
        implements AutoCloseable {
    private static final String IDS = "input_ids";

    /** Tokens of a text, checked for length; cut to it if the call asks for that. */
    public Encoded fitted(Encoded encoded, Truncation truncation) {
        OptionalInt limit = truncation.wanted() ? truncation.limit(this) : OptionalInt.empty();
        Encoded cut =
                limit.isEmpty()
                        ? encoded
                        : truncation.onlyFirst()
                                ? encoded.truncatedFirst(limit.getAsInt())
                                : encoded.truncated(limit.getAsInt());
        check(cut.length());
        return cut;
    }

    /** Refuses more tokens than the model has positions for. */
    public void check(int length) {
        if (positions.isPresent() && length > positions.getAsInt()) {
            throw ServingException.invalidArgument(
                    "the text has "
                            + length
                            + " tokens, the model takes "
                            + positions.getAsInt()
                            + "; shorten it, or send truncation=true");
        }
    }

    /**
     * How many texts can go through the graph at once: one if nothing fills up the shorter ones, or
     * the graph cannot be told what does.
     */
    public int batch() {
        boolean padded =
                tokenizer.settings().specialId("pad_token").isPresent()
                        && graph.takes("attention_mask");
        return padded ? graph.fixedSize(IDS, 0).orElse(batchSize) : 1;
    }

    /** Computes the outputs for some sequences at once, which are filled up to the longest. */
    public GraphResult run(List<Encoded> sequences) {
        int width = graph.fixedSize(IDS, 1).orElse(longest(sequences));
        int rows = Math.max(sequences.size(), graph.fixedSize(IDS, 0).orElse(1));
        Padded padded = Padded.of(sequences, rows, width, tokenizer.settings());
        try (Feeds feeds = graph.feeds()) {
            feeds.put(IDS, padded.ids(), rows, width)
                    .put("attention_mask", padded.mask(), rows, width)
                    .put("token_type_ids", padded.typeIds(), rows, width)
                    .put("position_ids", padded.positions(), rows, width);
            return feeds.run();
        }
    }

    /** The logits of each sequence, several of them at once. */
    public List<float[]> logits(List<Encoded> sequences) {
        List<float[]> logits = new ArrayList<>(sequences.size());
        int batch = batch();
        for (int from = 0; from < sequences.size(); from += batch) {
            List<Encoded> some = sequences.subList(from, Math.min(sequences.size(), from + batch));
            try (GraphResult result = run(some)) {
                GraphResult.Floats all = result.floats("logits", "output", "scores");
                int width = all.size(-1);
                for (int row = 0; row < some.size(); row++) {
                    logits.add(Arrays.copyOfRange(all.values(), row * width, (row + 1) * width));
                }
            }
        }
        return logits;
    }

    private static int longest(List<Encoded> sequences) {
        int longest = 0;
        for (Encoded sequence : sequences) {
            longest = Math.max(longest, sequence.length());
        }
        return longest;
    }

    @Override
    public void close() {
        try (tokenizer) {
            graph.close();
        }
    }
}
