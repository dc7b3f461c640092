package io.bulkhead.host.codec.content;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bulkhead.api.tensor.BytesData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Columns whose values are JSON documents; written without white space, numbers as they came. */
final class JsonFormat implements ByteStringFormat {
    /** MLServer's name for it; known in tables only. */
    static final String CONTENT_TYPE = "pd_json";

    private final JsonFactory json = new JsonFactory();

    @Override
    public BytesData decode(BytesData wire) throws MalformedElementException {
        return Elements.map(wire, this::compact);
    }

    @Override
    public BytesData encode(BytesData values) {
        return values;
    }

    private byte[] compact(int index, byte[] element) throws MalformedElementException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(element.length);
        try (JsonParser parser = json.createParser(element);
                JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
            copyOneValue(parser, generator);
        } catch (IOException e) {
            throw new MalformedElementException(index, "is no JSON value", e);
        }
        return out.toByteArray();
    }

    private static void copyOneValue(JsonParser parser, JsonGenerator generator)
            throws IOException {
        int depth = 0;
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("empty");
        }
        do {
            copy(token, parser, generator);
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            token = parser.nextToken();
        } while (token != null && depth > 0);
        if (token != null || depth > 0) {
            throw new IOException("not exactly one value");
        }
    }

    private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator)
            throws IOException {
        if (token.isNumeric()) {
            generator.writeNumber(parser.getText());
        } else {
            generator.copyCurrentEvent(parser);
        }
    }
}
