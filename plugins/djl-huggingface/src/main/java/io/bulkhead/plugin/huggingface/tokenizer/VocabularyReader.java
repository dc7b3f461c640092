package io.bulkhead.plugin.huggingface.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the tokens and their numbers out of a {@code tokenizer.json}, which the native library does
 * not tell. In one pass: such files have megabytes.
 */
final class VocabularyReader {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final Set<Integer> specialIds = new HashSet<>();
    private String subwordPrefix = "";
    private String decoder = "";

    private VocabularyReader() {}

    static VocabularyReader read(String json) {
        VocabularyReader reader = new VocabularyReader();
        try (JsonParser parser = FACTORY.createParser(json)) {
            reader.readFile(parser);
        } catch (IOException e) {
            throw ServingException.loadFailed("tokenizer.json is damaged", e);
        }
        return reader;
    }

    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    Set<Integer> specialIds() {
        return specialIds;
    }

    /** What tokens that go on a word begin with; empty if nothing tells them. */
    String subwordPrefix() {
        return subwordPrefix;
    }

    /** The type of the decoder; empty if there is none. */
    String decoder() {
        return decoder;
    }

    private void readFile(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ServingException.loadFailed("tokenizer.json is no JSON object", null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                readAddedTokens(parser);
            } else if (name.equals("model") && value == JsonToken.START_OBJECT) {
                readModel(parser);
            } else if (name.equals("decoder") && value == JsonToken.START_OBJECT) {
                readDecoder(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readAddedTokens(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            readAddedToken(parser);
        }
    }

    private void readAddedToken(JsonParser parser) throws IOException {
        int id = -1;
        boolean special = false;
        String content = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getValueAsInt(-1);
                case "special" -> special = parser.getValueAsBoolean();
                case "content" -> content = parser.getValueAsString("");
                default -> parser.skipChildren();
            }
        }
        vocabulary.put(content, id);
        if (special) {
            specialIds.add(id);
        }
    }

    private void readDecoder(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean type = parser.currentName().equals("type");
            parser.nextToken();
            if (type) {
                decoder = parser.getValueAsString("");
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean vocab = name.equals("vocab");
            JsonToken value = parser.nextToken();
            if (name.equals("continuing_subword_prefix")) {
                subwordPrefix = parser.getValueAsString("");
            } else if (vocab && value == JsonToken.START_OBJECT) {
                readNumbered(parser);
            } else if (vocab && value == JsonToken.START_ARRAY) {
                readScored(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readNumbered(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            parser.nextToken();
            vocabulary.putIfAbsent(token, parser.getValueAsInt(-1));
        }
    }

    /** A unigram model: pairs of a token and its score, numbered by their places. */
    private void readScored(JsonParser parser) throws IOException {
        for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                vocabulary.putIfAbsent(parser.getText(), id);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                parser.skipChildren();
            }
        }
    }
}
