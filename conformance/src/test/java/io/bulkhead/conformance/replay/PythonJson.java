package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** JSON as Python's {@code json} module reads and writes it: with NaN, Infinity and -Infinity. */
final class PythonJson {
    private static final Set<String> UNKNOWN_TO_PYTHON = Set.of("INF", "+INF", "-INF", "+Infinity");

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(4300)
                                    .build())
                    .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

    private PythonJson() {}

    /**
     * Parses one JSON document.
     *
     * @throws StreamReadException if the text is not exactly one document
     */
    static JsonNode parse(String text) throws IOException {
        try (JsonParser parser = new PythonNames(FACTORY.createParser(text))) {
            JsonNode tree = MAPPER.readTree(parser);
            if (tree == null || tree.isMissingNode()) {
                throw new JsonParseException(parser, "no JSON value");
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one JSON value");
            }
            return tree;
        }
    }

    static JsonNode read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static String write(JsonNode tree) throws IOException {
        return MAPPER.writeValueAsString(tree);
    }

    /** Refuses the names of infinity that Jackson knows and Python does not. */
    private static final class PythonNames extends JsonParserDelegate {
        PythonNames(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token == JsonToken.VALUE_NUMBER_FLOAT && UNKNOWN_TO_PYTHON.contains(getText())) {
                throw new JsonParseException(this, "'" + getText() + "' is not JSON");
            }
            return token;
        }
    }
}
