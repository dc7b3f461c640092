package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers with all texts at once, some of which are made side by side. */
record WholeText(Tokenizer tokenizer, TextGenerator generator, TextRequest request, TextForm form) {
    private static final int SIDE_BY_SIDE = 16;

    Map<String, Object> answer(RequestContext context) {
        TextAnswer answer = TextAnswer.to(form, request);
        int count = request.prompts().size() * request.choices();
        int given = request.prompts().stream().mapToInt(prompt -> prompt.tokens().length).sum();
        List<Map<String, Object>> choices = new ArrayList<>(count);
        int made = 0;
        for (int from = 0; from < count; from += SIDE_BY_SIDE) {
            made += add(choices, from, Math.min(count, from + SIDE_BY_SIDE), context);
        }
        return answer.body(false, choices, TextAnswer.counts(given, made));
    }

    /** How many tokens they have. */
    private int add(List<Map<String, Object>> choices, int from, int to, RequestContext context) {
        List<GeneratedText> texts = new ArrayList<>(to - from);
        int made = 0;
        try {
            for (int index = from; index < to; index++) {
                texts.add(begin(index));
            }
            texts.forEach(GeneratedText::letRun);
            for (GeneratedText text : texts) {
                text.finish(context);
                choices.add(choice(choices.size(), text, context));
                made += text.madeTokens();
            }
            return made;
        } finally {
            texts.forEach(GeneratedText::close);
        }
    }

    private TextRequest.Prompt prompt(int index) {
        return request.prompts().get(index / request.choices());
    }

    private GeneratedText begin(int index) {
        return new GeneratedText(
                tokenizer,
                generator.begin(
                        prompt(index).tokens(), request.settings(), index % request.choices()),
                request.stops());
    }

    private Map<String, Object> choice(int index, GeneratedText text, RequestContext context) {
        String echo = prompt(index).echo();
        StringBuilder all = new StringBuilder(echo);
        while (!text.isOver()) {
            all.append(text.advance(context));
        }
        Object probabilities =
                request.settings().likeliest() < 0
                        ? JsonNull.NULL
                        : form.probabilities(
                                new TokenTexts(tokenizer, text.probabilities(), echo.length()));
        String ending = text.isComplete() ? "stop" : "length";
        return form.choice(index, all.toString(), probabilities, ending);
    }
}
