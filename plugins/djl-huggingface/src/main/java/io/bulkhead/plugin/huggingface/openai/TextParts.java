package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.TextGenerator;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of an answer, piece by piece: those of one prompt at once and in turns, the prompts one
 * after the other. Used by one thread at a time; closed by whoever made it.
 */
final class TextParts implements AnswerParts {
    private final TextRequest request;
    private final TextAnswer answer;
    private final Tokenizer tokenizer;
    private final TextGenerator generator;
    private final RequestContext context;
    private final Deque<Object> ready = new ArrayDeque<>();
    private final Deque<ChoiceParts> running = new ArrayDeque<>();
    private int prompt;
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
        ChoiceParts turn = running.poll();
        if (turn != null) {
            advance(turn);
        } else if (prompt < request.prompts().size()) {
            begin(request.prompts().get(prompt));
            prompt++;
        } else {
            end();
        }
    }

    private void begin(TextRequest.Prompt asked) {
        boolean probabilities = request.settings().likeliest() >= 0;
        for (int choice = 0; choice < request.choices(); choice++) {
            ChoiceParts parts =
                    new ChoiceParts(
                            answer.form(),
                            tokenizer,
                            prompt * request.choices() + choice,
                            asked.echo(),
                            probabilities,
                            new GeneratedText(
                                    tokenizer,
                                    generator.begin(asked.tokens(), request.settings(), choice),
                                    request.stops()));
            running.add(parts);
            given += choice == 0 ? parts.givenTokens() : 0;
            parts.beginning(asked.echo()).forEach(this::add);
        }
    }

    private void advance(ChoiceParts turn) {
        boolean ended = false;
        try {
            turn.advance(context).forEach(this::add);
            ended = turn.isOver();
        } finally {
            if (ended) {
                made += turn.madeTokens();
                turn.close();
            } else {
                running.add(turn); // also if it has failed: whoever made this closes it
            }
        }
    }

    private void end() {
        over = true;
        if (request.withCounts()) {
            ready.add(answer.body(true, List.of(), TextAnswer.counts(given, made)));
        }
        ready.add("[DONE]");
    }

    private void add(Map<String, Object> choice) {
        ready.add(answer.body(true, List.of(choice), JsonNull.NULL));
    }

    @Override
    public void close() {
        running.forEach(ChoiceParts::close);
    }
}
