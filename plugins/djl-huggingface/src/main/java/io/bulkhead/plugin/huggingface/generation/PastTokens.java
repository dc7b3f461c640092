package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.graph.GraphResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values of sequences that may go on: those of the last length, which are gone on from,
 * and those of the present one. Owns them; used by one thread at a time.
 */
final class PastTokens implements AutoCloseable {
    private List<Past> last = new ArrayList<>();
    private List<Past> present = new ArrayList<>();
    private int length;

    /** What was computed for these tokens. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    private record Past(long[] tokens, GraphResult result) {
        boolean isBefore(long[] longer) {
            return tokens.length == longer.length - 1
                    && Arrays.equals(tokens, 0, tokens.length, longer, 0, tokens.length);
        }
    }

    /** What a run of a sequence's beginning left, without its last token; empty if none is kept. */
    Optional<GraphResult> of(long[] tokens) {
        if (tokens.length != length) {
            last.forEach(past -> past.result().close());
            last = present;
            present = new ArrayList<>();
            length = tokens.length;
        }
        return last.stream().filter(past -> past.isBefore(tokens)).findFirst().map(Past::result);
    }

    /** Keeps what a run of these tokens gave. */
    void keep(long[] tokens, GraphResult result) {
        present.add(new Past(tokens.clone(), result));
    }

    @Override
    public void close() {
        last.forEach(past -> past.result().close());
        present.forEach(past -> past.result().close());
        last = new ArrayList<>();
        present = new ArrayList<>();
    }
}
