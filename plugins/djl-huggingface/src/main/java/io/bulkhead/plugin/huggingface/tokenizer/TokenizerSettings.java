package io.bulkhead.plugin.huggingface.tokenizer;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code tokenizer_config.json}, {@code special_tokens_map.json} and the vocabulary say beside
 * how texts are cut. Immutable.
 */
public final class TokenizerSettings {
    /** transformers takes a length above it for none. */
    private static final double NO_LIMIT = 1e20;

    private final JsonObject config;
    private final JsonObject specials;
    private final Map<String, Integer> vocabulary;
    private final Set<Integer> specialIds;
    private final long size;
    private final String subwordPrefix;
    private final TokenJoiner joiner;

    private TokenizerSettings(JsonObject config, JsonObject specials, VocabularyReader file) {
        this.config = config;
        this.specials = specials;
        this.vocabulary = file.vocabulary();
        this.specialIds = file.specialIds();
        this.size = 1L + vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        this.subwordPrefix = file.subwordPrefix();
        this.joiner = TokenJoiner.of(file.decoder(), subwordPrefix);
    }

    static TokenizerSettings of(ModelFolder folder, String tokenizerJson) {
        return new TokenizerSettings(
                folder.configuration("tokenizer_config.json"),
                folder.configuration("special_tokens_map.json"),
                VocabularyReader.read(tokenizerJson));
    }

    /** The number of a token; empty if the vocabulary does not have it. */
    public OptionalInt id(String token) {
        Integer id = vocabulary.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether there is a token of this number. */
    public boolean has(long id) {
        return id >= 0 && id < size;
    }

    /** Whether a token stands for no text. */
    public boolean isSpecial(int id) {
        return specialIds.contains(id);
    }

    /** A special token by its role, e.g. {@code mask_token}. */
    public Optional<String> special(String role) {
        return token(config, role).or(() -> token(specials, role));
    }

    private static Optional<String> token(JsonObject json, String role) {
        Optional<Object> value = json.get(role);
        if (value.isPresent() && value.get() instanceof Map<?, ?> token) {
            return Optional.ofNullable(token.get("content")).map(String::valueOf);
        }
        return value.map(String::valueOf);
    }

    /** The number of a special token by its role. */
    public OptionalInt specialId(String role) {
        return special(role).map(this::id).orElse(OptionalInt.empty());
    }

    /** What tokens that go on a word begin with; empty if nothing tells them. */
    public String subwordPrefix() {
        return subwordPrefix;
    }

    /** Tokens, or words made of some, as one text. */
    public String join(List<String> tokens) {
        return joiner.join(tokens);
    }

    /** The most tokens that a text may have; empty if nobody says. */
    public OptionalInt maxLength() {
        double length = config.number("model_max_length").orElse(Double.MAX_VALUE);
        return length < 1 || length > NO_LIMIT || length > Integer.MAX_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of((int) length);
    }

    /** Whether sequences are filled up on the left. */
    public boolean padsLeft() {
        return config.text("padding_side").map("left"::equals).orElse(false);
    }

    /** Whether decoded text loses the spaces before marks. */
    boolean tidiesUp() {
        return config.flag("clean_up_tokenization_spaces").orElse(true);
    }
}
