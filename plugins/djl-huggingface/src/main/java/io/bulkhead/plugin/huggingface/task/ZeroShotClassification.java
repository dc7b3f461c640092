package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code zero-shot-classification}: how well a text entails a sentence about each label. */
final class ZeroShotClassification implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "zero-shot-classification",
                    List.of("sequences", "candidate_labels"),
                    Set.of("hypothesis_template", "multi_label"));
    private static final String TEMPLATE = "This example is {}.";
    private static final String PLACE = "{}";

    private final TextModel model;
    private final int entailment;

    ZeroShotClassification(TextModel model, ModelConfig config) {
        this.model = model;
        this.entailment = entailment(config);
    }

    /** The class that says yes; the last one if no label tells. */
    private static int entailment(ModelConfig config) {
        for (Map.Entry<String, Object> label : config.labelIds().entrySet()) {
            if (label.getKey().toLowerCase(Locale.ROOT).startsWith("entail")
                    && label.getValue() instanceof Number id) {
                return id.intValue();
            }
        }
        return -1;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        List<String> labels = labels(arguments);
        String template = template(arguments);
        boolean multi = arguments.flag("multi_label").orElse(false) || labels.size() == 1;
        boolean one = arguments.require("sequences") instanceof String;
        List<Object> answers = new ArrayList<>();
        for (String text : arguments.texts("sequences").orElse(List.of())) {
            answers.add(answer(text, labels, scores(logits(text, template, labels), multi)));
        }
        if (answers.isEmpty()) {
            throw arguments.refusal("sequences holds no text");
        }
        return one ? answers.get(0) : answers;
    }

    private static List<String> labels(Arguments arguments) {
        arguments.require("candidate_labels");
        List<String> given = arguments.texts("candidate_labels").orElse(List.of());
        boolean joined = arguments.require("candidate_labels") instanceof String;
        List<String> labels =
                joined
                        ? Arrays.stream(given.get(0).split(",", -1))
                                .map(String::strip)
                                .filter(label -> !label.isEmpty())
                                .toList()
                        : given;
        if (labels.isEmpty()) {
            throw arguments.refusal("candidate_labels holds no label");
        }
        return labels;
    }

    private static String template(Arguments arguments) {
        String template = arguments.text("hypothesis_template").orElse(TEMPLATE);
        if (!template.contains(PLACE)) {
            throw arguments.refusal(
                    "hypothesis_template needs a {} for the label, found '" + template + "'");
        }
        return template;
    }

    private List<float[]> logits(String text, String template, List<String> labels) {
        List<Encoded> pairs = new ArrayList<>();
        for (String label : labels) {
            pairs.add(
                    model.fitted(
                            model.tokenizer().encode(text, template.replace(PLACE, label)),
                            Truncation.FIRST));
        }
        return model.logits(pairs);
    }

    private float[] scores(List<float[]> logits, boolean multi) {
        float[] scores = new float[logits.size()];
        for (int i = 0; i < scores.length; i++) {
            float[] row = logits.get(i);
            int yes = entailment < 0 ? row.length + entailment : entailment;
            int no = yes == 0 && entailment == 0 ? row.length - 1 : 0;
            scores[i] = multi ? Scores.softmax(new float[] {row[no], row[yes]}, 0, 2)[1] : row[yes];
        }
        return multi ? scores : Scores.softmax(scores, 0, scores.length);
    }

    private static Map<String, Object> answer(String text, List<String> labels, float[] scores) {
        List<Object> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int index : Scores.descending(scores)) {
            names.add(labels.get(index));
            values.add(scores[index]);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("sequence", text);
        answer.put("labels", names);
        answer.put("scores", values);
        return answer;
    }

    @Override
    public void close() {
        model.close();
    }
}
