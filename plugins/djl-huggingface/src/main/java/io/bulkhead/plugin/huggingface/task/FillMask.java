package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** {@code fill-mask}: the likeliest tokens in the place of each mask. */
final class FillMask implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "fill-mask",
                    List.of("inputs"),
                    Set.of("top_k", "targets", "truncation", "max_length", "padding"));
    private static final int DEFAULT_TOP = 5;

    private final TextModel model;
    private final int mask;

    FillMask(TextModel model) {
        this.model = model;
        OptionalInt known = model.tokenizer().settings().specialId("mask_token");
        if (known.isEmpty()) {
            throw ServingException.loadFailed(
                    "the tokenizer has no mask_token, which fill-mask needs", null);
        }
        this.mask = known.getAsInt();
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        boolean one = arguments.require("inputs") instanceof String;
        Truncation truncation = Truncation.of(arguments);
        int[] targets = arguments.has("targets") ? targets(arguments) : new int[0];
        int top = arguments.integer("top_k").orElse(DEFAULT_TOP);
        if (top < 1) {
            throw arguments.refusal("top_k must be 1 or more, found " + top);
        }
        List<Object> answers = new ArrayList<>();
        for (String text : arguments.texts("inputs").orElse(List.of())) {
            Encoded encoded = model.fitted(model.tokenizer().encode(text), truncation);
            answers.add(answer(arguments, encoded, targets, top));
        }
        return one || answers.size() == 1 ? answers.get(0) : answers;
    }

    private Object answer(Arguments arguments, Encoded encoded, int[] targets, int top) {
        int[] masks =
                IntStream.range(0, encoded.length())
                        .filter(i -> encoded.ids()[i] == mask)
                        .toArray();
        if (masks.length == 0) {
            throw arguments.refusal(
                    "the text has no "
                            + model.tokenizer().settings().special("mask_token").orElse("mask"));
        }
        List<Object> answers = new ArrayList<>();
        try (GraphResult result = model.run(List.of(encoded))) {
            GraphResult.Floats logits = result.floats("logits");
            int width = logits.size(-1);
            for (int place : masks) {
                float[] scores =
                        Scores.softmax(logits.values(), place * width, (place + 1) * width);
                answers.add(best(encoded, place, masks.length == 1, scores, targets, top));
            }
        }
        return masks.length == 1 ? answers.get(0) : answers;
    }

    private List<Object> best(
            Encoded encoded, int place, boolean only, float[] scores, int[] targets, int top) {
        int[] candidates =
                targets.length > 0 ? targets : IntStream.range(0, scores.length).toArray();
        List<Object> answers = new ArrayList<>();
        for (int token : Scores.best(scores, candidates, top)) {
            answers.add(proposal(encoded, place, only, token, scores[token]));
        }
        return answers;
    }

    private Map<String, Object> proposal(
            Encoded encoded, int place, boolean only, int token, float score) {
        Tokenizer tokenizer = model.tokenizer();
        long pad = tokenizer.settings().specialId("pad_token").orElse(-1);
        long[] ids = encoded.ids().clone();
        ids[place] = token;
        Map<String, Object> proposal = new LinkedHashMap<>();
        proposal.put("score", score);
        proposal.put("token", (long) token);
        proposal.put("token_str", tokenizer.decode(new long[] {token}, false));
        proposal.put(
                "sequence",
                tokenizer.decode(Arrays.stream(ids).filter(id -> id != pad).toArray(), only));
        return proposal;
    }

    /** What the vocabulary has as it is; of others the first token. */
    private int[] targets(Arguments arguments) {
        Set<Integer> ids = new TreeSet<>();
        for (String target : arguments.texts("targets").orElse(List.of())) {
            OptionalInt known = model.tokenizer().id(target);
            if (known.isPresent()) {
                ids.add(known.getAsInt());
            } else {
                Encoded encoded = model.tokenizer().encode(target, false);
                if (encoded.length() > 0) {
                    ids.add((int) encoded.ids()[0]);
                }
            }
        }
        if (ids.isEmpty()) {
            throw arguments.refusal("none of the targets is a token");
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        model.close();
    }
}
