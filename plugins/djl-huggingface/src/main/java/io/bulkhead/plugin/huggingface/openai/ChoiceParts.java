package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.generation.GeneratedText;
import io.bulkhead.plugin.huggingface.generation.TokenProbability;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One text of an answer, piece by piece, as the choices that clients read. Used by one thread at a
 * time; closed by whoever made it.
 */
final class ChoiceParts implements AutoCloseable {
    private final TextForm form;
    private final Tokenizer tokenizer;
    private final int index;
    private final boolean withProbabilities;
    private final GeneratedText text;
    private int told;
    private int offset;

    /**
     * @param index which of the answer's texts it is
     * @param echo what is told in front of it
     * @param text this one's from now on
     */
    ChoiceParts(
            TextForm form,
            Tokenizer tokenizer,
            int index,
            String echo,
            boolean withProbabilities,
            GeneratedText text) {
        this.form = form;
        this.tokenizer = tokenizer;
        this.index = index;
        this.withProbabilities = withProbabilities;
        this.text = text;
        this.offset = echo.length();
    }

    /** What comes before the first piece. */
    List<Map<String, Object>> beginning(String echo) {
        List<Map<String, Object>> choices = new ArrayList<>(form.beginning(index));
        if (!echo.isEmpty()) {
            choices.add(form.part(index, echo, JsonNull.NULL));
        }
        return choices;
    }

    /** What the next token adds, which may be nothing yet, and the end behind the last. */
    List<Map<String, Object>> advance(RequestContext context) {
        List<Map<String, Object>> choices = new ArrayList<>();
        String piece = text.advance(context);
        if (!piece.isEmpty()) {
            choices.add(form.part(index, piece, probabilities()));
            offset += piece.length();
        }
        if (text.isOver()) {
            choices.add(form.ending(index, text.isComplete() ? "stop" : "length"));
        }
        return choices;
    }

    private Object probabilities() {
        if (!withProbabilities) {
            return JsonNull.NULL;
        }
        List<TokenProbability> all = text.probabilities();
        List<TokenProbability> fresh = List.copyOf(all.subList(told, all.size()));
        told = all.size();
        return form.probabilities(new TokenTexts(tokenizer, fresh, offset));
    }

    boolean isOver() {
        return text.isOver();
    }

    int givenTokens() {
        return text.givenTokens();
    }

    int madeTokens() {
        return text.madeTokens();
    }

    @Override
    public void close() {
        text.close();
    }
}
