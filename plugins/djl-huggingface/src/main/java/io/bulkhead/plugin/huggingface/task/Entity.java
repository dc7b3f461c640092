package io.bulkhead.plugin.huggingface.task;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token, a word or a group of them with a label.
 *
 * @param label as in the model's configuration; of a group without B- and I-
 * @param index of a single token; 0 of others
 */
record Entity(String label, float score, int index, String word, int start, int end) {
    /** B, or I for all others, as in B-PER. */
    boolean begins() {
        return label.startsWith("B-");
    }

    /** The label without B- and I-. */
    String tag() {
        return begins() || label.startsWith("I-") ? label.substring(2) : label;
    }

    Map<String, Object> asToken() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entity", label);
        json.put("score", score);
        json.put("index", (long) index);
        return withPlace(json);
    }

    Map<String, Object> asGroup() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entity_group", label);
        json.put("score", score);
        return withPlace(json);
    }

    private Map<String, Object> withPlace(Map<String, Object> json) {
        json.put("word", word);
        json.put("start", (long) start);
        json.put("end", (long) end);
        return json;
    }
}
