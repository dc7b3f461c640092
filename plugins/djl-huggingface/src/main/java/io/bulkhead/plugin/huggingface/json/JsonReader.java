package io.bulkhead.plugin.huggingface.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as Python's reader does: NaN and Infinity are numbers. Values are {@code Map}, {@code
 * List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} and {@link JsonNull}.
 */
public final class JsonReader {
    private static final int DEEPEST = 100;

    // No recycling of buffers: its thread locals would outlive the model's class loader.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonReader() {}

    /**
     * The one value of a text.
     *
     * @throws MalformedJsonException if the text is not exactly one value
     */
    public static Object read(String text) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readOnly(parser);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(place(e), e);
        } catch (IOException e) {
            throw new MalformedJsonException("is no JSON", e);
        }
    }

    private static Object readOnly(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new MalformedJsonException("is empty");
        }
        Object value = readValue(parser);
        if (parser.nextToken() != null) {
            throw new MalformedJsonException("holds more than one JSON value");
        }
        return value;
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "is no JSON"
                : "is no JSON at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static Object readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> JsonNull.NULL;
        };
    }

    // transformers writes 1e30 as an integer of 31 digits where a length has no limit.
    private static Object integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }

    private static Map<String, Object> readObject(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, readValue(parser));
        }
        return values;
    }

    private static List<Object> readList(JsonParser parser) throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(parser));
        }
        return values;
    }
}
