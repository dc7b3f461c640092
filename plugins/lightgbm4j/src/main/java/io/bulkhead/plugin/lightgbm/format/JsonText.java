package io.bulkhead.plugin.lightgbm.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A model in JSON as LightGBM's text: what {@code model_to_string} gave, alone or as a value of an
 * object, or what {@code dump_model} gave.
 */
final class JsonText {
    private static final String TEXT_MODEL = "tree\n";
    private static final int HEAD_BYTES = 4096;

    /** How a text model begins in JSON, and how a dumped one does. */
    private static final Pattern HEAD =
            Pattern.compile("\"tree\\\\n|\"name\"\\s*:\\s*\"tree\"|\"tree_info\"\\s*:");

    private JsonText() {}

    /** Whether these bytes are no text but JSON. */
    static boolean isJson(byte[] file) {
        for (byte one : file) {
            if (!Character.isWhitespace(one)) {
                return one == '{' || one == '"';
            }
        }
        return false;
    }

    /** Whether a file that begins so is one of LightGBM's. */
    static boolean looksLikeModel(byte[] file) {
        String head =
                new String(file, 0, Math.min(HEAD_BYTES, file.length), StandardCharsets.UTF_8);
        return isJson(file) && HEAD.matcher(head).find();
    }

    /**
     * The model as text.
     *
     * @throws MalformedModelException if there is none
     */
    static byte[] of(byte[] json) throws MalformedModelException {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder().maxStringLength(Math.max(1, json.length)).build();
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
                        // Its thread locals would outlive the model's class loader.
                        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                        .build();
        try (JsonParser parser = factory.createParser(json)) {
            return textOf(parser).getBytes(StandardCharsets.UTF_8);
        } catch (MalformedModelException known) {
            throw known;
        } catch (IOException broken) {
            throw new MalformedModelException("the file is no legal JSON", broken);
        }
    }

    private static String textOf(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            return required(parser.getText());
        }
        DumpedModel dump = new DumpedModel();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && parser.getText().startsWith(TEXT_MODEL)) {
                return parser.getText();
            }
            dump.read(name, parser);
        }
        return dump.text();
    }

    private static String required(String text) throws MalformedModelException {
        if (!text.startsWith(TEXT_MODEL)) {
            throw new MalformedModelException(
                    "a text in JSON that does not begin as LightGBM's text format does");
        }
        return text;
    }
}
