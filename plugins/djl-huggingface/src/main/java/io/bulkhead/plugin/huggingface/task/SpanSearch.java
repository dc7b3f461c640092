package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.EncodedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the likeliest answers in a context. One that is longer than the model takes is looked
 * at in windows that overlap.
 */
final class SpanSearch {
    private static final float IMPOSSIBLE = 1_000_000;

    /**
     * An answer by its first character and that behind its last.
     *
     * @param score of it
     */
    record Span(float score, int start, int end) {}

    /** What a call says about the search. */
    record Options(
            int top,
            int maxAnswer,
            int maxSequence,
            int stride,
            boolean mayBeImpossible,
            boolean wholeWords) {
        private static final int SEQUENCE = 384;
        private static final int STRIDE = 128;
        private static final int ANSWER = 15;

        static Options of(Arguments arguments, TextModel model) {
            int longest = model.tokenizer().settings().maxLength().orElse(SEQUENCE);
            int positions = model.positions().orElse(SEQUENCE);
            int sequence =
                    arguments
                            .integer("max_seq_len")
                            .orElse(Math.min(SEQUENCE, Math.min(longest, positions)));
            int top = arguments.integer("topk").orElse(arguments.integer("top_k").orElse(1));
            int answer = arguments.integer("max_answer_len").orElse(ANSWER);
            int stride = arguments.integer("doc_stride").orElse(Math.min(sequence / 2, STRIDE));
            if (top < 1 || answer < 1 || sequence < 1 || stride < 0) {
                throw arguments.refusal(
                        "top_k, max_answer_len and max_seq_len must be 1 or more, doc_stride 0 or"
                                + " more");
            }
            return new Options(
                    top,
                    answer,
                    sequence,
                    stride,
                    arguments.flag("handle_impossible_answer").orElse(false),
                    arguments.flag("align_to_words").orElse(true));
        }
    }

    private final TextModel model;
    private final Options options;
    private float impossible = IMPOSSIBLE;

    SpanSearch(TextModel model, Options options) {
        this.model = model;
        this.options = options;
    }

    /** The best answers, the likeliest first. */
    List<Span> search(String question, String context) {
        boolean questionFirst = !model.tokenizer().settings().padsLeft();
        EncodedText all =
                model.tokenizer()
                        .encodeWithPlaces(
                                questionFirst ? question : context,
                                Optional.of(questionFirst ? context : question));
        int contextId = questionFirst ? 1 : 0;
        List<Span> found = new ArrayList<>();
        for (EncodedText window : windows(all, contextId)) {
            searchWindow(window, contextId, found);
        }
        if (options.mayBeImpossible()) {
            found.add(new Span(impossible, 0, 0));
        }
        found.sort(Comparator.comparing(Span::score).reversed());
        return found.subList(0, Math.min(options.top(), found.size()));
    }

    private List<EncodedText> windows(EncodedText all, int contextId) {
        if (all.encoded().length() <= options.maxSequence()) {
            model.check(all.encoded().length());
            return List.of(all);
        }
        int size = 0;
        for (long id : all.sequenceIds()) {
            size += id == contextId ? 1 : 0;
        }
        int room = options.maxSequence() - (all.encoded().length() - size);
        if (room < 1 || options.stride() >= room) {
            throw ServingException.invalidArgument(
                    "question-answering: the question leaves "
                            + Math.max(0, room)
                            + " tokens for the context, and windows overlap by "
                            + options.stride());
        }
        List<EncodedText> windows = new ArrayList<>();
        int from = 0;
        do {
            windows.add(window(all, contextId, from, Math.min(size, from + room)));
            from += room - options.stride();
        } while (from + options.stride() < size);
        model.check(windows.get(0).encoded().length());
        return windows;
    }

    private static EncodedText window(EncodedText all, int contextId, int from, int to) {
        int[] places = new int[all.encoded().length()];
        int count = 0;
        int seen = 0;
        for (int i = 0; i < places.length; i++) {
            boolean ofContext = all.sequenceIds()[i] == contextId;
            if (!ofContext || (seen >= from && seen < to)) {
                places[count++] = i;
            }
            seen += ofContext ? 1 : 0;
        }
        return all.picked(Arrays.copyOf(places, count));
    }

    private void searchWindow(EncodedText window, int contextId, List<Span> found) {
        boolean[] wanted = wanted(window, contextId);
        float[] starts;
        float[] ends;
        try (GraphResult result = model.run(List.of(window.encoded()))) {
            starts = probabilities(result.floats("start_logits"), wanted);
            ends = probabilities(result.floats("end_logits"), wanted);
        }
        impossible = Math.min(impossible, starts[0] * ends[0]);
        starts[0] = 0;
        ends[0] = 0;
        for (long span : best(starts, ends)) {
            int start = (int) (span >>> 32);
            int end = (int) span;
            if (wanted[start] && wanted[end]) {
                found.add(span(window, contextId, start, end, starts[start] * ends[end]));
            }
        }
    }

    /** The tokens of the context, and the one that stands for no answer. */
    private boolean[] wanted(EncodedText window, int contextId) {
        int none = model.tokenizer().settings().specialId("cls_token").orElse(-1);
        boolean[] wanted = new boolean[window.encoded().length()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = window.sequenceIds()[i] == contextId || window.encoded().ids()[i] == none;
        }
        return wanted;
    }

    private static float[] probabilities(GraphResult.Floats logits, boolean[] wanted) {
        float[] masked = new float[wanted.length];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = wanted[i] ? logits.values()[i] : -10_000;
        }
        return Scores.softmax(masked, 0, masked.length);
    }

    /** The best pairs of a start and an end that is not too far behind it. */
    private long[] best(float[] starts, float[] ends) {
        List<Long> spans = new ArrayList<>();
        Comparator<Long> byScore =
                Comparator.comparing(span -> starts[(int) (span >>> 32)] * ends[span.intValue()]);
        for (int start = 0; start < starts.length; start++) {
            int last = Math.min(ends.length, start + options.maxAnswer());
            for (int end = start; end < last; end++) {
                spans.add(((long) start << 32) | end);
            }
        }
        return spans.stream()
                .sorted(byScore.reversed())
                .limit(options.top())
                .mapToLong(Long::longValue)
                .toArray();
    }

    private Span span(EncodedText window, int contextId, int start, int end, float score) {
        return new Span(
                score,
                options.wholeWords() ? wordStart(window, contextId, start) : window.starts()[start],
                options.wholeWords() ? wordEnd(window, contextId, end) : window.ends()[end]);
    }

    private static int wordStart(EncodedText window, int contextId, int token) {
        long word = window.wordIds()[token];
        int first = token;
        while (word >= 0 && first > 0 && isPart(window, contextId, first - 1, word)) {
            first--;
        }
        return window.starts()[first];
    }

    private static int wordEnd(EncodedText window, int contextId, int token) {
        long word = window.wordIds()[token];
        int last = token;
        while (word >= 0
                && last < window.wordIds().length - 1
                && isPart(window, contextId, last + 1, word)) {
            last++;
        }
        return window.ends()[last];
    }

    private static boolean isPart(EncodedText window, int contextId, int token, long word) {
        return window.wordIds()[token] == word && window.sequenceIds()[token] == contextId;
    }
}
