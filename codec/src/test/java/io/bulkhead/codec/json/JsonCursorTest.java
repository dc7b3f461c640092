package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static final String DOCUMENT =
            """
            {"id": "a\\u00e9\\ud83d\\ude00\\n", "list": [1, -2.5e+3, true, false, null, [], {}],
             "höhe": {"日本": "\\"\\\\\\/", "x": [[0.1]]}}
            """;

    private static JsonCursor over(String json) {
        return over(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonCursor over(byte[] json) {
        return new JsonCursor(json, 0, json.length);
    }

    private static void skipAll(byte[] json) {
        JsonCursor cursor = over(json);
        cursor.skipValue();
        cursor.expectEnd();
    }

    private static boolean accepts(byte[] json) {
        try {
            skipAll(json);
            return true;
        } catch (ServingException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
            return false;
        }
    }

    private static boolean jacksonAccepts(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            finish(parser);
            return parser.nextToken() == null;
        } catch (JacksonException refused) {
            return false;
        }
    }

    private static void finish(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.getText();
        }
    }

    @Test
    void acceptsWhatIsJson() {
        assertThat(accepts(DOCUMENT.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = DOCUMENT.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);
            assertThat(accepts(truncated)).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void agreesWithJacksonOnAsciiTextWithRandomChanges() throws IOException {
        Random random = new Random(1);
        byte[] whole =
                "{\"id\":\"a\\u0041\\n\",\"l\":[1,-2.5e+3,true,false,null,[],{}],\"x\":[[0.1]]}"
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] choices =
                "{}[]\",:\\0123456789.eE+-truefalsnl \n\tx".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = choices[random.nextInt(choices.length)];
            }
            assertThat(accepts(changed))
                    .as(() -> new String(changed, StandardCharsets.US_ASCII))
                    .isEqualTo(jacksonAccepts(changed));
        }
    }

    @Test
    void acceptsExactlyTheUtf8ThatJavaDecodes() {
        Random random = new Random(2);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[2 + random.nextInt(5)];
            random.nextBytes(bytes);
            bytes[0] = '"';
            bytes[bytes.length - 1] = '"';
            for (int at = 1; at < bytes.length - 1; at++) {
                bytes[at] |= (byte) 0x80;
            }
            boolean valid = new String(bytes, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
            assertThat(accepts(bytes)).isEqualTo(valid);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ud83dx\"",
                "\"\\ud83d\\u0041\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\x\"",
                "\"\\\"",
                "\"tab\tinside\"",
                "\"line\ninside\"",
                "'a'",
                "tru",
                "True",
                "nul",
                "None",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "[1 2]",
                "[1}",
                "{\"a\":1]",
                "1 2",
                "//x\n1",
                "\u00a01",
                "[\u000b1]"
            })
    void refuses(String json) {
        assertThat(accepts(json.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void decodesEscapesAsJacksonDoes() throws IOException {
        String json = "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\u65e5\\ud83d\\ude00 é日😀\"";
        assertThat(over(json).readString())
                .isEqualTo(new ObjectMapper().readValue(json, String.class));
    }

    @Test
    void findsNamesThatAreEscaped() {
        FieldNames names = FieldNames.of("other", "id");
        JsonCursor cursor = over("{\"\\u0069d\": 1}");
        assertThat(cursor.beginObject()).isTrue();
        assertThat(cursor.name(names)).isEqualTo(1);
    }

    @Test
    void refusesDepthBeyondTheLimitWithItsPlace() {
        assertThat(accepts(("[".repeat(100) + "]".repeat(100)).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> skipAll("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .withMessageEndingWith("deeper than 100 levels at line 1, column 101");
    }

    @Test
    void saysWhereAFaultIs() {
        String json = "{\n  \"ä\": {\"inputs\": [1, {\"data\": [1, 2,\n x]}]}}";
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> skipAll(json.getBytes(StandardCharsets.UTF_8)))
                .withMessage(
                        "ä.inputs[1].data[2]: a value is wanted, found the unexpected character"
                                + " 'x' at line 3, column 2");
    }

    @Test
    void saysWhatItDoesNotTake() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> skipAll("[NaN]".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("JSON has no NaN and no Infinity");
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> over("\uFEFF{}").beginObject())
                .withMessageContaining("byte order mark");
    }
}
