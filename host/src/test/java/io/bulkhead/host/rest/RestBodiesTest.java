package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies: their sizes, the pieces they come in, and their compression. */
class RestBodiesTest {
    private TestRest rest;

    @BeforeEach
    void start() throws Exception {
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
        assertThat(rest.dataPlane.leases).hasValue(0);
    }

    private static String requestOf(int values) {
        return "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[%d],\"datatype\":\"INT32\",\"data\":%s}]}"
                .formatted(values, list(values));
    }

    private static String list(int values) {
        return IntStream.range(0, values)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private HttpResponse<String> inferBytes(byte[] body, String... headers) throws Exception {
        return rest.send(
                rest.request("/v2/models/m/infer", headers)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void smallBodiesAreHandledWhereTheyAreReadAndLargeOnesElsewhere() throws Exception {
        for (int values : new int[] {10, 1000, 10_000, 100_000}) {
            HttpResponse<String> response = rest.infer("m", requestOf(values));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"data\":" + list(values));
        }
    }

    @Test
    void aBodyMayComeByteByByte() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                            .formatted(TestRest.REQUEST.length()));
            for (char c : TestRest.REQUEST.toCharArray()) {
                connection.write(String.valueOf(c));
            }
            assertThat(connection.readUntil("]}]}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyMayComeInChunks() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            String body = requestOf(2000);
            for (int from = 0; from < body.length(); from += 701) {
                String chunk = body.substring(from, Math.min(from + 701, body.length()));
                connection.write(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            connection.write("0\r\n\r\n");
            assertThat(connection.readUntil("]}]}"))
                    .startsWith("HTTP/1.1 200")
                    .contains(list(2000));
        }
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedUnread() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 107374182400\r\n\r\n");
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 413")
                    .contains("Connection: close")
                    .contains("{\"error\":\"the body is larger than the limit of 1048576 bytes\"}");
        }
    }

    @Test
    void aChunkedBodyIsRefusedAtTheLimit() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 16; i++) {
                connection.write(chunk);
            }
            connection.write("1\r\n \r\n");
            assertThat(connection.readUntil("}")).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatEndsEarlyDoesNoHarm() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/m/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
        }
        assertThat(rest.infer("m", TestRest.REQUEST).statusCode()).isEqualTo(200);
    }

    @Test
    void aCompressedRequestIsTaken() throws Exception {
        byte[] compressed = gzip(requestOf(5000).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = inferBytes(compressed, "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(list(5000));
    }

    @Test
    void whatIsNotCompressedAsItSaysIsABadRequest() throws Exception {
        byte[] plain = TestRest.REQUEST.getBytes(StandardCharsets.UTF_8);
        assertThat(inferBytes(plain, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(inferBytes(plain, "Content-Encoding", "br").statusCode()).isEqualTo(200);
        assertThat(inferBytes(plain, "Content-Encoding", "identity").statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownCodingIsNamedWithTheKnownOnes() throws Exception {
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x04, 0x00};
        HttpResponse<String> response = inferBytes(zstd, "Content-Encoding", "zstd");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("accept-encoding")).contains("gzip, deflate");
        assertThat(response.body()).contains("gzip or deflate is wanted");
    }

    @Test
    void aCompressedRequestIsRefusedAtTheLimitOfWhatIsInside() throws Exception {
        byte[] bomb = gzip(new byte[512 << 20]);
        assertThat(bomb.length).isLessThan((int) TestRest.MAX_REQUEST_BYTES);
        HttpResponse<String> response = inferBytes(bomb, "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("inflates to more than the limit of 1048576 bytes");
    }

    private HttpResponse<byte[]> inferAccepting(String encoding, int values) throws Exception {
        return rest.sendForBytes(
                rest.request("/v2/models/m/infer", "Accept-Encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofString(requestOf(values))));
    }

    @Test
    void largeAnswersAreCompressedForThoseWhoAcceptIt() throws Exception {
        HttpResponse<byte[]> response = inferAccepting("deflate, gzip;q=0.5", 1000);
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.headers().firstValue("vary")).contains("Accept-Encoding");
        String body =
                new String(
                        new GZIPInputStream(new ByteArrayInputStream(response.body()))
                                .readAllBytes(),
                        StandardCharsets.UTF_8);
        assertThat(body).contains(list(1000));
    }

    @Test
    void deflateIsForThoseWhoAcceptNothingElse() throws Exception {
        HttpResponse<byte[]> response = inferAccepting("br, deflate;q=0.5", 1000);
        assertThat(response.headers().firstValue("content-encoding")).contains("deflate");
        assertThat(response.headers().firstValue("vary")).contains("Accept-Encoding");
        String body =
                new String(
                        new InflaterInputStream(new ByteArrayInputStream(response.body()))
                                .readAllBytes(),
                        StandardCharsets.UTF_8);
        assertThat(body).contains(list(1000));
    }

    /** Triton's asyncio client asks for it with every call, and then cannot read the answer. */
    @Test
    void metadataAreNotCompressedHoweverLong() throws Exception {
        String path = "/v2/models/" + "m".repeat(1000);
        HttpResponse<String> response = rest.get(path, "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        assertThat(response.body()).contains("\"name\":\"mmm");
    }

    @Test
    void otherAnswersAreNotCompressed() throws Exception {
        assertThat(inferAccepting("gzip", 10).headers().firstValue("content-encoding")).isEmpty();
        for (String encoding :
                new String[] {"identity", "gzip;q=0", "gzip; q=0.000, br", "deflate;q=0"}) {
            assertThat(inferAccepting(encoding, 1000).headers().firstValue("content-encoding"))
                    .isEmpty();
        }
        assertThat(rest.infer("m", requestOf(1000)).headers().firstValue("content-encoding"))
                .isEmpty();
    }
}
