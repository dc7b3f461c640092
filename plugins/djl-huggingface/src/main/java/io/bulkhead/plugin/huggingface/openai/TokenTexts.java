package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.generation.TokenProbability;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens with their probabilities, and their texts.
 *
 * @param offset where the first one's text begins
 */
record TokenTexts(Tokenizer tokenizer, List<TokenProbability> tokens, int offset) {
    private static final double LEAST = -9999;

    private String text(int token) {
        return tokenizer.decodeToken(token);
    }

    private static double shown(double logarithm) {
        return Math.max(LEAST, logarithm); // JSON has no infinity
    }

    /** As completions have it. */
    Object asColumns() {
        List<Object> texts = new ArrayList<>();
        List<Object> logarithms = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        List<Object> offsets = new ArrayList<>();
        int at = offset;
        for (TokenProbability token : tokens) {
            String text = text(token.token());
            texts.add(text);
            logarithms.add(shown(token.logarithm()));
            Map<String, Object> likeliest = new LinkedHashMap<>();
            token.others().forEach(o -> likeliest.put(text(o.token()), shown(o.logarithm())));
            likeliest.put(text, shown(token.logarithm()));
            others.add(likeliest);
            offsets.add(at);
            at += text.length();
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("tokens", texts);
        columns.put("token_logprobs", logarithms);
        columns.put("top_logprobs", others);
        columns.put("text_offset", offsets);
        return columns;
    }

    /** As chats have it. */
    Object asContent() {
        List<Object> content = new ArrayList<>();
        for (TokenProbability token : tokens) {
            Map<String, Object> entry = entry(token);
            entry.put("top_logprobs", token.others().stream().map(this::entry).toList());
            content.add(entry);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("content", content);
        all.put("refusal", JsonNull.NULL);
        return all;
    }

    private Map<String, Object> entry(TokenProbability token) {
        String text = text(token.token());
        List<Object> bytes = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 255);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("token", text);
        entry.put("logprob", shown(token.logarithm()));
        entry.put("bytes", bytes);
        return entry;
    }
}
