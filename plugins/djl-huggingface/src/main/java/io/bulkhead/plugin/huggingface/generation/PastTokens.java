package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.graph.OnnxResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values of sequences that may go on: those of the last length, which are gone on from,
 * and those of the present one. Owns them; used by one thread at a time.
 */
final class PastTokens implements AutoCloseable {
    private final boolean keepsFirst;
    private Optional<OnnxResult> first = Optional.empty();
    private List<Past> last = new ArrayList<>();
    private List<Past> present = new ArrayList<>();
    private int length;

    /** What was computed for these tokens. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    private record Past(long[] tokens, OnnxResult result) {
        boolean isBefore(long[] longer) {
            return tokens.length == longer.length - 1
                    && Arrays.equals(tokens, 0, tokens.length, longer, 0, tokens.length);
        }
    }

    /**
     * @param keepsFirst whether the first result stays until the end, for what only that has
     */
    PastTokens(boolean keepsFirst) {
        this.keepsFirst = keepsFirst;
    }

    /** The first result, if it is kept. */
    Optional<OnnxResult> first() {
        return first;
    }

    /** What a run of a sequence's beginning left, without its last token; empty if none is kept. */
    Optional<OnnxResult> of(long[] tokens) {
        if (tokens.length != length) {
            last.forEach(this::free);
            last = present;
            present = new ArrayList<>();
            length = tokens.length;
        }
        return last.stream().filter(past -> past.isBefore(tokens)).findFirst().map(Past::result);
    }

    /** Keeps what a run of these tokens gave. */
    void keep(long[] tokens, OnnxResult result) {
        if (keepsFirst && first.isEmpty()) {
            first = Optional.of(result);
        }
        present.add(new Past(tokens.clone(), result));
    }

    private void free(Past past) {
        if (first.isEmpty() || first.get() != past.result()) {
            past.result().close();
        }
    }

    @Override
    public void close() {
        last.forEach(this::free);
        present.forEach(this::free);
        first.ifPresent(OnnxResult::close);
        last = new ArrayList<>();
        present = new ArrayList<>();
        first = Optional.empty();
    }
}
