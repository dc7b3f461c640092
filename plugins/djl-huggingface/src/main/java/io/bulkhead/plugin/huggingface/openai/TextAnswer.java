package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What all parts of an answer have in common.
 *
 * @param id of the answer
 * @param created in seconds since 1970
 */
record TextAnswer(TextForm form, String model, String id, long created) {
    static TextAnswer to(TextForm form, TextRequest request) {
        String id = form.idPrefix() + UUID.randomUUID().toString().replace("-", "");
        return new TextAnswer(form, request.model(), id, Instant.now().getEpochSecond());
    }

    /**
     * @param counts none if they are not part of it
     */
    Map<String, Object> body(boolean part, List<Map<String, Object>> choices, Object counts) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("object", form.object(part));
        body.put("created", created);
        body.put("model", model);
        body.put("choices", choices);
        if (counts != JsonNull.NULL || !part) {
            body.put("usage", counts);
        }
        return body;
    }

    static Map<String, Object> counts(int given, int made) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("prompt_tokens", given);
        counts.put("completion_tokens", made);
        counts.put("total_tokens", given + made);
        return counts;
    }
}
