package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import io.bulkhead.plugin.huggingface.generation.LanguageModel;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code text-generation}: text that goes on with a prompt. */
final class TextGeneration implements Task {
    private final Tokenizer tokenizer;
    private final LanguageModel model;
    private final TextGenerator generator;
    private final GenerationDefaults defaults;
    private final Signature signature;

    TextGeneration(
            Tokenizer tokenizer,
            LanguageModel model,
            TextGenerator generator,
            GenerationDefaults defaults) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.generator = generator;
        this.defaults = defaults;
        Set<String> keywords = new HashSet<>(GenerationSettings.NAMES);
        keywords.addAll(
                Set.of(
                        "return_full_text",
                        "prefix",
                        "clean_up_tokenization_spaces",
                        "add_special_tokens",
                        "stop_sequence"));
        this.signature = new Signature("text-generation", List.of("text_inputs"), keywords);
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        GenerationSettings settings = GenerationSettings.of(arguments, defaults);
        boolean one = arguments.require("text_inputs") instanceof String;
        List<Object> answers = new ArrayList<>();
        for (String prompt : arguments.texts("text_inputs").orElse(List.of())) {
            answers.add(answer(prompt, arguments, settings, context));
        }
        return one ? answers.get(0) : answers;
    }

    private List<Object> answer(
            String prompt,
            Arguments arguments,
            GenerationSettings settings,
            RequestContext context) {
        String text = arguments.text("prefix").orElse(defaults.prefix()) + prompt;
        boolean special = arguments.flag("add_special_tokens").orElse(false);
        long[] ids = tokenizer.encode(text, special).ids();
        int known = tokenizer.decode(ids, true).length();
        String before = arguments.flag("return_full_text").orElse(true) ? prompt : "";
        List<Object> answers = new ArrayList<>();
        for (long[] sequence : generator.generate(ids, settings, context)) {
            String all = tokenizer.decode(sequence, true);
            String fresh = all.substring(Math.min(known, all.length()));
            answers.add(Map.of("generated_text", before + fresh));
        }
        return answers;
    }

    @Override
    public void close() {
        try (tokenizer) {
            model.close();
        }
    }
}
