package io.bulkhead.plugin.huggingface.audio;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The characters that a model for speech writes, of {@code vocab.json}: repeated ones are one, and
 * the token for padding parts them.
 */
public final class SpeechVocabulary {
    private final Map<Integer, String> tokens;
    private final String blank;
    private final String delimiter;
    private final boolean lowerCase;

    private SpeechVocabulary(Map<Integer, String> tokens, JsonObject config) {
        this.tokens = tokens;
        this.blank = config.text("pad_token").orElse("<pad>");
        this.delimiter = config.text("word_delimiter_token").orElse("|");
        this.lowerCase = config.flag("do_lower_case").orElse(false);
    }

    /**
     * Reads that of a folder.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public static SpeechVocabulary open(ModelFolder folder) {
        if (folder.file("vocab.json").isEmpty()) {
            throw ServingException.loadFailed("model folder has no vocab.json", null);
        }
        JsonObject vocabulary = folder.configuration("vocab.json");
        JsonObject config = folder.configuration("tokenizer_config.json");
        JsonObject characters =
                config.text("target_lang").map(vocabulary::object).orElse(vocabulary);
        Map<Integer, String> tokens = new HashMap<>();
        for (String token : characters.asMap().keySet()) {
            tokens.put(characters.size(token), token);
        }
        return new SpeechVocabulary(tokens, config);
    }

    /** The text of the likeliest token of each frame. */
    public String decode(int[] frames) {
        StringBuilder text = new StringBuilder();
        int last = -1;
        for (int frame : frames) {
            String token = frame == last ? blank : tokens.getOrDefault(frame, "");
            if (!token.equals(blank)) {
                text.append(token.equals(delimiter) ? " " : token);
            }
            last = frame;
        }
        String joined = text.toString().strip();
        return lowerCase ? joined.toLowerCase(Locale.ROOT) : joined;
    }
}
