package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts as messages of an assistant. */
final class ChatForm implements TextForm {
    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public String object(boolean part) {
        return part ? "chat.completion.chunk" : "chat.completion";
    }

    @Override
    public Map<String, Object> choice(int index, String text, Object probabilities, Object ending) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", text);
        message.put("refusal", JsonNull.NULL);
        return choice(index, "message", message, probabilities, ending);
    }

    private static Map<String, Object> choice(
            int index, String name, Object content, Object probabilities, Object ending) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", index);
        choice.put(name, content);
        choice.put("logprobs", probabilities);
        choice.put("finish_reason", ending);
        return choice;
    }

    @Override
    public List<Map<String, Object>> beginning(int index) {
        Map<String, Object> delta = new LinkedHashMap<>();
        delta.put("role", "assistant");
        delta.put("content", "");
        return List.of(choice(index, "delta", delta, JsonNull.NULL, JsonNull.NULL));
    }

    @Override
    public Map<String, Object> part(int index, String text, Object probabilities) {
        return choice(index, "delta", Map.of("content", text), probabilities, JsonNull.NULL);
    }

    @Override
    public Map<String, Object> ending(int index, String ending) {
        return choice(index, "delta", Map.of(), JsonNull.NULL, ending);
    }

    @Override
    public Object probabilities(TokenTexts tokens) {
        return tokens.asContent();
    }
}
