package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts as they are. */
final class CompletionForm implements TextForm {
    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public String object(boolean part) {
        return "text_completion";
    }

    @Override
    public Map<String, Object> choice(int index, String text, Object probabilities, Object ending) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", index);
        choice.put("text", text);
        choice.put("logprobs", probabilities);
        choice.put("finish_reason", ending);
        return choice;
    }

    @Override
    public List<Map<String, Object>> beginning(int index) {
        return List.of();
    }

    @Override
    public Map<String, Object> part(int index, String text, Object probabilities) {
        return choice(index, text, probabilities, JsonNull.NULL);
    }

    @Override
    public Map<String, Object> ending(int index, String ending) {
        return choice(index, "", JsonNull.NULL, ending);
    }

    @Override
    public Object probabilities(TokenTexts tokens) {
        return tokens.asColumns();
    }
}
