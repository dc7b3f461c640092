package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code text-classification}: the classes of a text, or of a pair of texts, with scores. */
final class TextClassification implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "text-classification",
                    List.of("inputs"),
                    Set.of(
                            "top_k",
                            "return_all_scores",
                            "function_to_apply",
                            "truncation",
                            "max_length",
                            "padding"));

    private final TextModel model;
    private final ModelConfig config;
    private final List<String> labels;

    TextClassification(TextModel model, ModelConfig config) {
        this.model = model;
        this.config = config;
        this.labels = config.labels();
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        Truncation truncation = Truncation.of(arguments);
        ClassScores scores = ClassScores.of(arguments, config, labels);
        Object inputs = arguments.require("inputs");
        if (!(inputs instanceof List<?> list)) {
            List<float[]> logits = logits(List.of(encode(arguments, inputs, truncation)));
            Object answer = scores.answer(logits.get(0));
            return scores.isLegacyList() ? List.of(answer) : answer;
        }
        List<Encoded> encoded = new ArrayList<>(list.size());
        list.forEach(one -> encoded.add(encode(arguments, one, truncation)));
        List<Object> answers = new ArrayList<>(encoded.size());
        logits(encoded).forEach(row -> answers.add(scores.answer(row)));
        return answers;
    }

    private Encoded encode(Arguments arguments, Object input, Truncation truncation) {
        return model.fitted(encoded(arguments, input), truncation);
    }

    private Encoded encoded(Arguments arguments, Object input) {
        if (input instanceof String text) {
            return model.tokenizer().encode(text);
        }
        if (input instanceof Map<?, ?> pair && pair.get("text") instanceof String text) {
            return pair.get("text_pair") instanceof String other
                    ? model.tokenizer().encode(text, other)
                    : model.tokenizer().encode(text);
        }
        if (input instanceof Number number) {
            return model.tokenizer().encode(String.valueOf(number));
        }
        throw arguments.refusal(
                "inputs must be texts, or objects with text and text_pair, found "
                        + Arguments.shown(input));
    }

    private List<float[]> logits(List<Encoded> sequences) {
        List<float[]> logits = new ArrayList<>(sequences.size());
        int batch = model.batch();
        for (int from = 0; from < sequences.size(); from += batch) {
            List<Encoded> some = sequences.subList(from, Math.min(sequences.size(), from + batch));
            try (GraphResult result = model.run(some)) {
                GraphResult.Floats all = result.floats("logits", "output", "scores");
                int width = all.size(-1);
                for (int row = 0; row < some.size(); row++) {
                    logits.add(Arrays.copyOfRange(all.values(), row * width, (row + 1) * width));
                }
            }
        }
        return logits;
    }

    static Map<String, Object> labelled(String label, float score) {
        Map<String, Object> one = new LinkedHashMap<>(4);
        one.put("label", label);
        one.put("score", score);
        return one;
    }

    @Override
    public void close() {
        model.close();
    }
}
