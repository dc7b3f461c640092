package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class RestRequestTest {
    @Test
    void sendsNoHeaderButHostUnasked() throws IOException {
        assertThat(sent("{'method': 'GET', 'path': '/v2'}"))
                .isEqualTo("GET /v2 HTTP/1.1\r\nHost: h:1\r\n\r\n");
    }

    @Test
    void saysTypeAndLengthOfABody() throws IOException {
        assertThat(sent("{'method': 'POST', 'path': '/', 'body': {'a': NaN}}"))
                .endsWith("Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\":NaN}");
    }

    @Test
    void aHeaderThatIsNullIsNotSent() throws IOException {
        assertThat(sent("{'path': '/', 'headers': {'Content-Type': null}, 'body_text': 'é'}"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: h:1\r\nContent-Length: 2\r\n\r\né");
    }

    @Test
    void aHeaderOfTheStepTakesThePlaceOfTheDefault() throws IOException {
        assertThat(sent("{'path': '/', 'headers': {'content-length': '7'}, 'body_text': 'x'}"))
                .contains("content-length: 7\r\n")
                .doesNotContain("Content-Length");
    }

    @Test
    void aListOfValuesIsThatManyHeaders() throws IOException {
        assertThat(sent("{'path': '/', 'headers': {'X': ['a', 'b', null]}}"))
                .endsWith("X: a\r\nX: b\r\n\r\n");
    }

    @Test
    void compressesWhatItIsToldTo() throws IOException {
        byte[] bytes = bytes("{'path': '/', 'body_base64': 'AAEC', 'gzip': true}");
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(bytes, head.indexOf("\r\n\r\n") + 4, bytes.length);

        assertThat(head).contains("Content-Length: " + body.length + "\r\n");
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            assertThat(gzip.readAllBytes()).containsExactly(0, 1, 2);
        }
    }

    @Test
    void refusesATargetThatWouldBreakTheRequestLine() {
        assertThatThrownBy(() -> sent("{'path': '/a b'}")).isInstanceOf(IOException.class);
    }

    private static String sent(String step) throws IOException {
        return new String(bytes(step), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RestRequest.of(json(step), "h:1", "").writeTo(out);
        return out.toByteArray();
    }
}
