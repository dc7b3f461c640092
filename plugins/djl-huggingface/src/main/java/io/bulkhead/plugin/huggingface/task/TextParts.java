package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Generated text piece by piece: together they are the text. */
final class TextParts implements AnswerParts {
    private final String name;
    private final GeneratedText text;
    private final RequestContext context;

    /**
     * @param name what a piece is called
     * @param text closed by this
     */
    TextParts(String name, GeneratedText text, RequestContext context) {
        this.name = name;
        this.text = text;
        this.context = context;
    }

    @Override
    public Optional<Object> next() {
        while (!text.isOver()) {
            String piece = text.advance(context);
            if (!piece.isEmpty()) {
                return Optional.of(List.of(Map.of(name, piece)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        text.close();
    }
}
