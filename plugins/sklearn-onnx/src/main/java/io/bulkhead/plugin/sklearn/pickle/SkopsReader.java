package io.bulkhead.plugin.sklearn.pickle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads skops files into the same plain data that pickles become. Such a file is a zip of arrays
 * and of a {@code schema.json}, whose nodes say which class each object is of: names of the same
 * whitelist, and nothing else.
 *
 * <p>Thread-safe.
 */
public final class SkopsReader {
    private static final String SCHEMA = "schema.json";
    private static final int MAX_DEPTH = 500;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private final Whitelist whitelist = Whitelist.load();
    private final PickleLimits limits;

    /**
     * @param limits as for pickles
     */
    public SkopsReader(PickleLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one file.
     *
     * @throws PickleException if it is no skops file, is damaged, asks for something that is not on
     *     the whitelist or wants more than the limits allow
     */
    public Object read(Path file) throws PickleException {
        try (SkopsArchive archive = new SkopsArchive(file, limits);
                JsonParser schema = JSON.createParser(archive.read(SCHEMA))) {
            schema.nextToken();
            Object root = plain(schema);
            return new SkopsNodes(archive, whitelist, limits).value(root);
        } catch (PickleException e) {
            throw e;
        } catch (IOException e) {
            throw new PickleException("file is no skops file: " + e.getMessage(), e);
        }
    }

    /** A single JSON value that stands in a text. */
    static Object literal(String text) throws PickleException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            return plain(parser);
        } catch (IOException e) {
            throw new PickleException("file holds a damaged value", e);
        }
    }

    private static Object plain(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new PickleException("file holds an empty value");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, plain(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(plain(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> PyNone.NONE;
            default -> throw new PickleException("file holds damaged JSON");
        };
    }
}
