package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.EncodedText;
import io.bulkhead.plugin.huggingface.tokenizer.TokenizerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code token-classification}: the tokens of a text that have a label, alone or in groups. */
final class TokenClassification implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "token-classification",
                    List.of("inputs"),
                    Set.of(
                            "aggregation_strategy",
                            "grouped_entities",
                            "ignore_labels",
                            "ignore_subwords"));

    private final TextModel model;
    private final List<String> labels;

    TokenClassification(TextModel model, ModelConfig config) {
        this.model = model;
        this.labels = config.labels();
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        EntityGrouping grouping =
                new EntityGrouping(
                        EntityGrouping.Strategy.of(arguments),
                        labels,
                        model.tokenizer().settings());
        List<String> ignored = arguments.texts("ignore_labels").orElse(List.of("O"));
        boolean one = arguments.require("inputs") instanceof String;
        List<Object> answers = new ArrayList<>();
        for (String text : arguments.texts("inputs").orElse(List.of())) {
            answers.add(answer(text, grouping, ignored));
        }
        return one || answers.size() == 1 ? answers.get(0) : answers;
    }

    private List<Object> answer(String text, EntityGrouping grouping, List<String> ignored) {
        List<Object> answer = new ArrayList<>();
        for (Entity entity : grouping.entities(scored(text))) {
            if (!ignored.contains(entity.label())) {
                answer.add(grouping.groups() ? entity.asGroup() : entity.asToken());
            }
        }
        return answer;
    }

    private List<TokenScores> scored(String text) {
        EncodedText encoded =
                model.tokenizer()
                        .encodeWithPlaces(text, Optional.empty())
                        .truncated(model.tokenizer().settings().maxLength());
        model.check(encoded.encoded().length());
        try (GraphResult result = model.run(List.of(encoded.encoded()))) {
            return scored(text, encoded, result.floats("logits"));
        }
    }

    private List<TokenScores> scored(String text, EncodedText encoded, GraphResult.Floats logits) {
        CodePoints characters = new CodePoints(text);
        int width = logits.size(-1);
        List<TokenScores> tokens = new ArrayList<>();
        for (int i = 0; i < encoded.encoded().length(); i++) {
            if (encoded.encoded().special()[i] == 0) {
                float[] scores = Scores.softmax(logits.values(), i * width, (i + 1) * width);
                tokens.add(token(characters, encoded, i, scores));
            }
        }
        return tokens;
    }

    private TokenScores token(CodePoints text, EncodedText encoded, int index, float[] scores) {
        TokenizerSettings settings = model.tokenizer().settings();
        int start = encoded.starts()[index];
        int end = encoded.ends()[index];
        String word = encoded.tokens()[index];
        String written = text.slice(start, end);
        boolean subword =
                settings.subwordPrefix().isEmpty()
                        ? start > 0 && text.slice(start - 1, start + 1).indexOf(' ') < 0
                        : length(word) != length(written);
        if (encoded.encoded().ids()[index] == settings.specialId("unk_token").orElse(-1)) {
            word = written;
            subword = false;
        }
        return new TokenScores(word, index, start, end, subword, scores);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    @Override
    public void close() {
        model.close();
    }
}
