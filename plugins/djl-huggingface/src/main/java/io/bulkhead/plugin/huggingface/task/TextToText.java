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
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * {@code text2text-generation}, {@code summarization}, {@code translation}: text made of text,
 * which differ in what the answer is called and in what the folder says.
 */
final class TextToText implements Task {
    private final GenerativeModel parts;
    private final Tokenizer tokenizer;
    private final TextGenerator generator;
    private final GenerationDefaults defaults;
    private final String answerName;
    private final Signature signature;

    TextToText(TaskName name, GenerativeModel parts) {
        this.parts = parts;
        this.tokenizer = parts.tokenizer();
        this.generator = parts.generator();
        this.defaults = parts.defaults();
        this.answerName =
                switch (name) {
                    case SUMMARIZATION -> "summary_text";
                    case TRANSLATION -> "translation_text";
                    default -> "generated_text";
                };
        Set<String> keywords = new HashSet<>(GenerationSettings.NAMES);
        keywords.addAll(Set.of("truncation", "clean_up_tokenization_spaces"));
        this.signature = new Signature(name.text(), List.of("inputs"), keywords);
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        GenerationSettings settings = GenerationSettings.of(arguments, defaults);
        boolean cut = Truncation.isWanted(arguments);
        arguments.require("inputs");
        List<Object> answers = new ArrayList<>();
        for (String text : arguments.texts("inputs").orElse(List.of())) {
            Encoded encoded = encoded(text, cut);
            for (long[] sequence : generator.generate(encoded.ids(), settings, context)) {
                answers.add(Map.of(answerName, text(sequence, arguments)));
            }
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
                generator.begin(ids, GenerationSettings.of(arguments, defaults), 0);
        return new TextParts(
                answerName, new GeneratedText(tokenizer, sequence, List.of()), context);
    }

    private Encoded encoded(String text, boolean cut) {
        Encoded encoded = tokenizer.encode(defaults.prefix() + text);
        int longest = tokenizer.settings().maxLength().orElse(Integer.MAX_VALUE);
        return cut ? encoded.truncated(longest) : encoded;
    }

    private String text(long[] sequence, Arguments arguments) {
        return arguments.flag("clean_up_tokenization_spaces").orElse(false)
                ? tokenizer.decode(sequence, true)
                : tokenizer.decodeAsIs(sequence);
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
