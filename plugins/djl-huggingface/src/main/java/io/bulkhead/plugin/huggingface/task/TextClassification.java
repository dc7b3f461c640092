package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
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
            List<float[]> logits = model.logits(List.of(encode(arguments, inputs, truncation)));
            Object answer = scores.answer(logits.get(0));
            return scores.isLegacyList() ? List.of(answer) : answer;
        }
        List<Encoded> encoded = new ArrayList<>(list.size());
        list.forEach(one -> encoded.add(encode(arguments, one, truncation)));
        List<Object> answers = new ArrayList<>(encoded.size());
        model.logits(encoded).forEach(row -> answers.add(scores.answer(row)));
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
