package io.bulkhead.host.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A settings file: its object, and where in the file each value stands, so that a fault can be
 * reported as {@code model-settings.json, line 3, column 12: ...}.
 *
 * @param label how messages call the file, relative to the folder that the user knows
 */
public record JsonDocument(String label, String text, ObjectNode root) {
    private static final long MAX_BYTES = 8L << 20;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws SettingsException if it is none; with line and column
     */
    public static JsonDocument read(Path file, String label) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw fault(label + ": larger than " + MAX_BYTES + " bytes");
            }
            return parse(label, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw fault(label + ": cannot be read as UTF-8 text: " + e.getMessage());
        }
    }

    /**
     * Parses a text that holds one JSON object.
     *
     * @throws SettingsException if it is none; with line and column
     */
    public static JsonDocument parse(String label, String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return new JsonDocument(label, text, object);
            }
            throw fault(label + ": a JSON object is wanted, found " + kind(node));
        } catch (JsonProcessingException e) {
            // Where an object that is not closed starts, Jackson says by quoting the whole text.
            String why = e.getOriginalMessage().replaceFirst("(?s) \\(start marker at .*", "");
            throw fault(at(label, e.getLocation()) + ": no valid JSON: " + why);
        }
    }

    private static SettingsException fault(String message) {
        return new SettingsException(List.of(message));
    }

    /** {@code file, line L, column C} of the value at this pointer; the file alone if not found. */
    public String place(String pointer) {
        JsonPointer wanted = JsonPointer.compile(pointer);
        try (JsonParser parser = MAPPER.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME
                        && parser.getParsingContext().pathAsPointer().equals(wanted)) {
                    return at(label, parser.currentTokenLocation());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("text that was parsed before", e);
        }
        return label;
    }

    private static String at(String label, JsonLocation location) {
        return label + ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** What a value is, in the words of JSON. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text \"" + abbreviated(node.textValue()) + "\"";
            case NUMBER, BOOLEAN -> node.asText();
            case NULL -> "null";
            default -> "nothing";
        };
    }

    private static String abbreviated(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }
}
