package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import io.bulkhead.plugin.huggingface.generation.GenerationSettings;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.generation.TokenSequence;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** {@code text-generation}: text that goes on with a prompt. */
final class TextGeneration implements Task {
    private final GenerativeModel parts;
    private final Tokenizer tokenizer;
    private final TextGenerator generator;
    private final GenerationDefaults defaults;
    private final Signature signature;

    TextGeneration(GenerativeModel parts) {
        this.parts = parts;
        this.tokenizer = parts.tokenizer();
        this.generator = parts.generator();
        this.defaults = parts.defaults();
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
        GenerationSettings settings = settings(arguments);
        boolean one = arguments.require("text_inputs") instanceof String;
        List<Object> answers = new ArrayList<>();
        for (String prompt : arguments.texts("text_inputs").orElse(List.of())) {
            answers.add(answer(prompt, arguments, settings, context));
        }
        return one ? answers.get(0) : answers;
    }

    /** A {@code stop_sequence} ends the text by the first of its tokens, as in transformers. */
    private GenerationSettings settings(Arguments arguments) {
        GenerationSettings settings = GenerationSettings.of(arguments, defaults);
        return arguments
                .text("stop_sequence")
                .map(stop -> tokenizer.encode(stop, false).ids())
                .filter(ids -> ids.length > 0)
                .map(ids -> settings.endingWith((int) ids[0]))
                .orElse(settings);
    }

    @Override
    public AnswerParts stream(Arguments arguments, RequestContext context) {
        if (!(arguments.require("text_inputs") instanceof String prompt)) {
            throw arguments.refusal("one text at a time can be streamed, found a list");
        }
        TokenSequence sequence = generator.begin(ids(prompt, arguments), settings(arguments), 0);
        return new TextParts(
                "generated_text", new GeneratedText(tokenizer, sequence, List.of()), context);
    }

    private long[] ids(String prompt, Arguments arguments) {
        String text = arguments.text("prefix").orElse(defaults.prefix()) + prompt;
        return tokenizer.encode(text, arguments.flag("add_special_tokens").orElse(false)).ids();
    }

    private List<Object> answer(
            String prompt,
            Arguments arguments,
            GenerationSettings settings,
            RequestContext context) {
        long[] ids = ids(prompt, arguments);
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
    public Executor executor() {
        return generator.executor();
    }

    @Override
    public List<ModelRoute> routes() {
        return parts.endpoints().routes();
    }

    @Override
    public void close() {
        parts.close();
    }
}
