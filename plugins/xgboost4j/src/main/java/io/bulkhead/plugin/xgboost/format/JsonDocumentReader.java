package io.bulkhead.plugin.xgboost.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model document in JSON, with the NaN and Infinity that XGBoost writes as bare words. */
final class JsonDocumentReader extends DocumentReader {
    // No recycling of buffers: its thread locals would outlive the model's class loader.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build();

    private final JsonParser parser;
    private JsonToken pushedBack = JsonToken.NOT_AVAILABLE;

    JsonDocumentReader(InputStream input) throws IOException {
        this.parser = FACTORY.createParser(input);
    }

    @Override
    void readObject(FieldVisitor visitor) throws IOException {
        expect(next(), JsonToken.START_OBJECT, "an object");
        while (next() != JsonToken.END_OBJECT) {
            visitor.field(parsed(JsonParser::currentName));
        }
    }

    @Override
    void readArray(ElementVisitor visitor) throws IOException {
        expect(next(), JsonToken.START_ARRAY, "an array");
        // The visitor wants to see the element's first token itself, so look ahead for the end.
        while (true) {
            pushedBack = next();
            if (pushedBack == JsonToken.END_ARRAY) {
                pushedBack = JsonToken.NOT_AVAILABLE;
                return;
            }
            visitor.element();
        }
    }

    @Override
    String readText() throws IOException {
        JsonToken token = next();
        if (!token.isScalarValue()) {
            throw malformed("text expected, found " + describe(token));
        }
        return parsed(JsonParser::getText);
    }

    @Override
    int[] readInts() throws IOException {
        expect(next(), JsonToken.START_ARRAY, "an array of integers");
        IntBuilder values = new IntBuilder();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            values.add(intOf(token));
        }
        return values.toArray();
    }

    private int intOf(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> parsed(JsonParser::getIntValue);
            // XGBoost before 1.6 wrote default directions as booleans.
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            default -> throw malformed("an integer expected, found " + describe(token));
        };
    }

    @Override
    float[] readFloats() throws IOException {
        expect(next(), JsonToken.START_ARRAY, "an array of numbers");
        FloatBuilder values = new FloatBuilder();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (!token.isNumeric()) {
                throw malformed("a number expected, found " + describe(token));
            }
            values.add(parsed(JsonParser::getFloatValue));
        }
        return values.toArray();
    }

    @Override
    List<String> readTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        readArray(() -> texts.add(readText()));
        return texts;
    }

    @Override
    void skip() throws IOException {
        JsonToken token = next();
        if (token.isStructEnd() || token == JsonToken.FIELD_NAME) {
            throw malformed("a value expected, found " + describe(token));
        }
        parsed(JsonParser::skipChildren);
    }

    @Override
    void expectEnd() throws IOException {
        JsonToken token = parsed(JsonParser::nextToken);
        if (token != null) {
            throw malformed("the end expected, found " + describe(token));
        }
    }

    @Override
    String location() {
        JsonLocation location = parser.currentLocation();
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private JsonToken next() throws IOException {
        if (pushedBack != JsonToken.NOT_AVAILABLE) {
            JsonToken token = pushedBack;
            pushedBack = JsonToken.NOT_AVAILABLE;
            return token;
        }
        JsonToken token = parsed(JsonParser::nextToken);
        if (token == null) {
            throw malformed("the file ends too early,");
        }
        return token;
    }

    private void expect(JsonToken found, JsonToken wanted, String name) throws IOException {
        if (found != wanted) {
            throw malformed(name + " expected, found " + describe(found));
        }
    }

    private interface Step<T extends @Nullable Object> {
        T on(JsonParser parser) throws IOException;
    }

    private <T extends @Nullable Object> T parsed(Step<T> step) throws IOException {
        try {
            return step.on(parser);
        } catch (JacksonException broken) {
            throw new MalformedModelException(
                    "no valid JSON at " + location() + ": " + reason(broken), broken);
        }
    }

    /** Without the source that Jackson adds in brackets, which it does not know here. */
    private static String reason(JacksonException broken) {
        String message = Objects.requireNonNullElse(broken.getOriginalMessage(), "");
        int source = message.indexOf(" (for ");
        return source < 0 ? message : message.substring(0, source);
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case END_OBJECT, END_ARRAY -> "the end of one";
            case FIELD_NAME -> "a name";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
