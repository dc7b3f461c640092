package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.generation.TokenProbability;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an answer, one after the other, piece by piece. Used by one thread at a time; closed
 * by whoever made it.
 */
final class TextParts implements AnswerParts {
    private final TextRequest request;
    private final TextAnswer answer;
    private final Tokenizer tokenizer;
    private final TextGenerator generator;
    private final RequestContext context;
    private final Deque<Object> ready = new ArrayDeque<>();
    private @Nullable GeneratedText text;
    private int index;
    private int told;
    private int offset;
    private int given;
    private int made;
    private boolean over;

    TextParts(
            TextRequest request,
            TextForm form,
            Tokenizer tokenizer,
            TextGenerator generator,
            RequestContext context) {
        this.request = request;
        this.answer = TextAnswer.to(form, request);
        this.tokenizer = tokenizer;
        this.generator = generator;
        this.context = context;
    }

    @Override
    public Optional<Object> next() {
        while (ready.isEmpty() && !over) {
            advance();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void advance() {
        GeneratedText now = text;
        if (now == null) {
            begin();
            return;
        }
        String piece = now.advance(context);
        if (!piece.isEmpty()) {
            add(answer.form().part(index, piece, probabilities(now)));
            offset += piece.length();
        }
        if (now.isOver()) {
            end(now);
        }
    }

    private void begin() {
        TextRequest.Prompt prompt = request.prompts().get(index / request.choices());
        text =
                new GeneratedText(
                        tokenizer,
                        generator.begin(
                                prompt.tokens(), request.settings(), index % request.choices()),
                        request.stops());
        answer.form().beginning(index).forEach(this::add);
        offset = prompt.echo().length();
        told = 0;
        if (!prompt.echo().isEmpty()) {
            add(answer.form().part(index, prompt.echo(), JsonNull.NULL));
        }
    }

    private Object probabilities(GeneratedText now) {
        List<TokenProbability> all = now.probabilities();
        if (request.settings().likeliest() < 0) {
            return JsonNull.NULL;
        }
        List<TokenProbability> fresh = List.copyOf(all.subList(told, all.size()));
        told = all.size();
        return answer.form().probabilities(new TokenTexts(tokenizer, fresh, offset));
    }

    private void end(GeneratedText now) {
        add(answer.form().ending(index, now.isComplete() ? "stop" : "length"));
        given += index % request.choices() == 0 ? now.givenTokens() : 0;
        made += now.madeTokens();
        now.close();
        text = null;
        if (++index == request.prompts().size() * request.choices()) {
            over = true;
            if (request.withCounts()) {
                ready.add(answer.body(true, List.of(), TextAnswer.counts(given, made)));
            }
            ready.add("[DONE]");
        }
    }

    private void add(Map<String, Object> choice) {
        ready.add(answer.body(true, List.of(choice), JsonNull.NULL));
    }

    @Override
    public void close() {
        if (text != null) {
            text.close();
        }
    }
}
