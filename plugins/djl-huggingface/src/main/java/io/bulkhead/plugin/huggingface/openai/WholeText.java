package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers with all texts at once. */
record WholeText(Tokenizer tokenizer, TextGenerator generator) {
    Map<String, Object> answer(TextRequest request, TextForm form, RequestContext context) {
        TextAnswer answer = TextAnswer.to(form, request);
        List<Map<String, Object>> choices = new ArrayList<>();
        int given = 0;
        int made = 0;
        for (TextRequest.Prompt prompt : request.prompts()) {
            given += prompt.tokens().length;
            for (int number = 0; number < request.choices(); number++) {
                try (GeneratedText text =
                        new GeneratedText(
                                tokenizer,
                                generator.begin(prompt.tokens(), request.settings(), number),
                                request.stops())) {
                    choices.add(choice(request, form, prompt, choices.size(), text, context));
                    made += text.madeTokens();
                }
            }
        }
        return answer.body(false, choices, TextAnswer.counts(given, made));
    }

    private Map<String, Object> choice(
            TextRequest request,
            TextForm form,
            TextRequest.Prompt prompt,
            int index,
            GeneratedText text,
            RequestContext context) {
        StringBuilder all = new StringBuilder(prompt.echo());
        while (!text.isOver()) {
            all.append(text.advance(context));
        }
        Object probabilities =
                request.settings().likeliest() < 0
                        ? JsonNull.NULL
                        : form.probabilities(
                                new TokenTexts(
                                        tokenizer, text.probabilities(), prompt.echo().length()));
        String ending = text.isComplete() ? "stop" : "length";
        return form.choice(index, all.toString(), probabilities, ending);
    }
}
