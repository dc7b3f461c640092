package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import io.bulkhead.plugin.huggingface.generation.TokenSequence;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code text-generation}: text that goes on with a prompt. */
final class TextGeneration extends GeneratingTask {
    TextGeneration(GenerativeModel model) {
        super(model, new Signature("text-generation", List.of("text_inputs"), keywords()));
    }

    private static Set<String> keywords() {
        Set<String> keywords = new HashSet<>(GenerationSettings.NAMES);
        keywords.addAll(
                Set.of(
                        "return_full_text",
                        "prefix",
                        "clean_up_tokenization_spaces",
                        "add_special_tokens",
                        "stop_sequence"));
        return keywords;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        GenerationSettings settings = settings(arguments);
        boolean one = arguments.require("text_inputs") instanceof String;
        List<String> prompts = arguments.texts("text_inputs").orElse(List.of());
        List<long[]> inputs = prompts.stream().map(prompt -> ids(prompt, arguments)).toList();
        List<List<long[]>> made = generator().generateAll(inputs, settings, context);
        List<Object> answers = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            answers.add(answer(prompts.get(i), inputs.get(i), made.get(i), arguments));
        }
        return one ? answers.get(0) : answers;
    }

    /** A {@code stop_sequence} ends the text by the first of its tokens, as in transformers. */
    private GenerationSettings settings(Arguments arguments) {
        GenerationSettings settings = GenerationSettings.of(arguments, defaults());
        return arguments
                .text("stop_sequence")
                .map(stop -> tokenizer().encode(stop, false).ids())
                .filter(ids -> ids.length > 0)
                .map(ids -> settings.endingWith((int) ids[0]))
                .orElse(settings);
    }

    @Override
    public AnswerParts stream(Arguments arguments, RequestContext context) {
        if (!(arguments.require("text_inputs") instanceof String prompt)) {
            throw arguments.refusal("one text at a time can be streamed, found a list");
        }
        TokenSequence sequence = generator().begin(ids(prompt, arguments), settings(arguments), 0);
        return new TextParts(
                "generated_text", new GeneratedText(tokenizer(), sequence, List.of()), context);
    }

    private long[] ids(String prompt, Arguments arguments) {
        String text = arguments.text("prefix").orElse(defaults().prefix()) + prompt;
        return tokenizer().encode(text, arguments.flag("add_special_tokens").orElse(false)).ids();
    }

    private List<Object> answer(String prompt, long[] ids, List<long[]> made, Arguments arguments) {
        int known = tokenizer().decode(ids, true).length();
        String before = arguments.flag("return_full_text").orElse(true) ? prompt : "";
        List<Object> answers = new ArrayList<>();
        for (long[] sequence : made) {
            String all = tokenizer().decode(sequence, true);
            String fresh = all.substring(Math.min(known, all.length()));
            answers.add(Map.of("generated_text", before + fresh));
        }
        return answers;
    }
}
