package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import io.bulkhead.plugin.huggingface.generation.TokenSequence;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code text2text-generation}, {@code summarization}, {@code translation}: text made of text,
 * which differ in what the answer is called and in what the folder says.
 */
final class TextToText extends GeneratingTask {
    private final String answerName;

    TextToText(TaskName name, GenerativeModel model) {
        super(model, new Signature(name.text(), List.of("inputs"), keywords()));
        this.answerName =
                switch (name) {
                    case SUMMARIZATION -> "summary_text";
                    case TRANSLATION -> "translation_text";
                    default -> "generated_text";
                };
    }

    private static Set<String> keywords() {
        Set<String> keywords = new HashSet<>(GenerationSettings.NAMES);
        keywords.addAll(Set.of("truncation", "clean_up_tokenization_spaces"));
        return keywords;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        GenerationSettings settings = GenerationSettings.of(arguments, defaults());
        boolean cut = Truncation.isWanted(arguments);
        arguments.require("inputs");
        List<long[]> inputs =
                arguments.texts("inputs").orElse(List.of()).stream()
                        .map(text -> encoded(text, cut).ids())
                        .toList();
        List<Object> answers = new ArrayList<>();
        for (List<long[]> made : generator().generateAll(inputs, settings, context)) {
            made.forEach(one -> answers.add(Map.of(answerName, text(one, arguments))));
        }
        return answers;
    }

    @Override
    public AnswerParts stream(Arguments arguments, RequestContext context) {
        List<String> texts =
                arguments.require("inputs") instanceof String one
                        ? List.of(one)
                        : arguments.texts("inputs").orElse(List.of());
        if (texts.size() != 1) {
            throw arguments.refusal("one text at a time can be streamed, found a list");
        }
        long[] ids = encoded(texts.get(0), Truncation.isWanted(arguments)).ids();
        TokenSequence sequence =
                generator().begin(ids, GenerationSettings.of(arguments, defaults()), 0);
        return new TextParts(
                answerName, new GeneratedText(tokenizer(), sequence, List.of()), context);
    }

    private Encoded encoded(String text, boolean cut) {
        Encoded encoded = tokenizer().encode(defaults().prefix() + text);
        int longest = tokenizer().settings().maxLength().orElse(Integer.MAX_VALUE);
        return cut ? encoded.truncated(longest) : encoded;
    }

    private String text(long[] sequence, Arguments arguments) {
        return arguments.flag("clean_up_tokenization_spaces").orElse(false)
                ? tokenizer().decode(sequence, true)
                : tokenizer().decodeAsIs(sequence);
    }
}
