package io.bulkhead.plugin.trees;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document front to back. Each method consumes one value; a value of another kind than
 * the method wants is a {@link MalformedModelException}.
 */
public final class JsonDocument implements Closeable {
    /** Consumes the value of one field. */
    public interface FieldVisitor {
        void field(String name) throws IOException;
    }

    /** Consumes one element of an array. */
    public interface ElementVisitor {
        void element() throws IOException;
    }

    // No recycling of buffers: its thread locals would outlive the model's class loader.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build();

    private final JsonParser parser;
    private JsonToken pushedBack = JsonToken.NOT_AVAILABLE;

    private JsonDocument(JsonParser parser) {
        this.parser = parser;
    }

    /** Closes the stream when it is closed. */
    public static JsonDocument of(InputStream input) throws IOException {
        return new JsonDocument(FACTORY.createParser(input));
    }

    public static JsonDocument of(String text) throws IOException {
        return new JsonDocument(FACTORY.createParser(text));
    }

    public void readObject(FieldVisitor visitor) throws IOException {
        expect(next(), JsonToken.START_OBJECT, "an object");
        while (next() != JsonToken.END_OBJECT) {
            visitor.field(parsed(JsonParser::currentName));
        }
    }

    public void readArray(ElementVisitor visitor) throws IOException {
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

    public String readText() throws IOException {
        JsonToken token = next();
        if (!token.isScalarValue()) {
            throw malformed("text expected, found " + describe(token));
        }
        return parsed(JsonParser::getText);
    }

    /** Whether the next value is an array; it is not consumed. */
    public boolean atArray() throws IOException {
        pushedBack = next();
        return pushedBack == JsonToken.START_ARRAY;
    }

    /** Whether the next value is an object; it is not consumed. */
    public boolean atObject() throws IOException {
        pushedBack = next();
        return pushedBack == JsonToken.START_OBJECT;
    }

    /** Whether the next value is true or false; it is not consumed. */
    public boolean atFlag() throws IOException {
        pushedBack = next();
        return pushedBack.isBoolean();
    }

    /** Whether the next value is a number; it is not consumed. */
    public boolean atNumber() throws IOException {
        pushedBack = next();
        return pushedBack.isNumeric();
    }

    /** True or false. */
    public boolean readFlag() throws IOException {
        JsonToken token = next();
        if (!token.isBoolean()) {
            throw malformed("true or false expected, found " + describe(token));
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Whether the next value is text; it is not consumed. */
    public boolean atText() throws IOException {
        pushedBack = next();
        return pushedBack == JsonToken.VALUE_STRING;
    }

    public int readInt() throws IOException {
        JsonToken token = next();
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw malformed("an integer expected, found " + describe(token));
        }
        return parsed(JsonParser::getIntValue);
    }

    public double readDouble() throws IOException {
        return doubleOf(next());
    }

    private double doubleOf(JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            throw malformed("a number expected, found " + describe(token));
        }
        return parsed(JsonParser::getDoubleValue);
    }

    /** Numbers in 32 bits; the file has enough digits to give them back as they were. */
    public float readFloat() throws IOException {
        JsonToken token = next();
        if (!token.isNumeric()) {
            throw malformed("a number expected, found " + describe(token));
        }
        return parsed(JsonParser::getFloatValue);
    }

    public int[] readInts() throws IOException {
        IntBuilder values = new IntBuilder();
        readArray(() -> values.add(readInt()));
        return values.toArray();
    }

    public double[] readDoubles() throws IOException {
        DoubleBuilder values = new DoubleBuilder();
        readArray(() -> values.add(readDouble()));
        return values.toArray();
    }

    public float[] readFloats() throws IOException {
        DoubleBuilder values = new DoubleBuilder();
        readArray(() -> values.add(readFloat()));
        return values.toFloats();
    }

    public void skip() throws IOException {
        JsonToken token = next();
        if (token.isStructEnd() || token == JsonToken.FIELD_NAME) {
            throw malformed("a value expected, found " + describe(token));
        }
        parsed(JsonParser::skipChildren);
    }

    public void expectEnd() throws IOException {
        JsonToken token = parsed(JsonParser::nextToken);
        if (token != null) {
            throw malformed("the end expected, found " + describe(token));
        }
    }

    /** Where the reader is, for messages. */
    public String location() {
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

    public MalformedModelException malformed(String what) {
        return new MalformedModelException(what + " at " + location());
    }

    /** Short enough for a message. */
    public static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
