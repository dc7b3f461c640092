package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors as bytes behind the JSON, in requests and answers, and bodies without any JSON. */
class BinaryTensorsTest {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final byte[] FLOATS = floats(1, -2.5f);
    private static final String FLOATS_JSON =
            "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\","
                    + "\"parameters\":{\"binary_data_size\":8}}]";
    private static final String ALL_BINARY =
            FLOATS_JSON + ",\"parameters\":{\"binary_data_output\":true}}";

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

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(String model, byte[] body, String... headers)
            throws Exception {
        return rest.sendForBytes(
                rest.request("/v2/models/" + model + "/infer", headers)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> infer(String json, byte[] binary) throws Exception {
        return send("m", join(utf8(json), binary), JSON_LENGTH, String.valueOf(utf8(json).length));
    }

    private static String jsonOf(HttpResponse<byte[]> response) {
        int length = response.headers().firstValue(JSON_LENGTH).map(Integer::parseInt).orElse(-1);
        byte[] body = response.body();
        return new String(body, 0, length < 0 ? body.length : length, StandardCharsets.UTF_8);
    }

    private static byte[] binaryOf(HttpResponse<byte[]> response) {
        int length = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
        return Arrays.copyOfRange(response.body(), length, response.body().length);
    }

    @Test
    void inputBehindTheJsonIsAnsweredInJsonUnlessAskedOtherwise() throws Exception {
        HttpResponse<byte[]> response = infer(FLOATS_JSON + "}", FLOATS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue(JSON_LENGTH)).isEmpty();
        assertThat(jsonOf(response))
                .contains("\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1.0,-2.5]}");
    }

    @Test
    void outputsAreBinaryWhereTheRequestSaysSo() throws Exception {
        HttpResponse<byte[]> response = infer(ALL_BINARY, FLOATS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/octet-stream");
        assertThat(jsonOf(response))
                .endsWith(
                        "{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\","
                                + "\"parameters\":{\"binary_data_size\":8}}]}");
        assertThat(binaryOf(response)).isEqualTo(FLOATS);
    }

    @Test
    void anOutputsOwnWordGoesBeforeThatOfTheRequest() throws Exception {
        String inputs =
                "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"INT16\",\"data\":[258]},"
                        + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"INT16\",\"data\":[3]}],";

        HttpResponse<byte[]> one =
                infer(
                        inputs
                                + "\"outputs\":[{\"name\":\"a\",\"parameters\":{\"binary_data\":true}},"
                                + "{\"name\":\"b\"}]}",
                        new byte[0]);
        HttpResponse<byte[]> other =
                infer(
                        inputs
                                + "\"parameters\":{\"binary_data_output\":true},"
                                + "\"outputs\":[{\"name\":\"a\",\"parameters\":{\"binary_data\":false}}]}",
                        new byte[0]);

        assertThat(jsonOf(one)).contains("\"data\":[3]").doesNotContain("258");
        assertThat(binaryOf(one)).containsExactly(2, 1);
        assertThat(jsonOf(other)).contains("\"data\":[258]").doesNotContain("[3]");
        assertThat(binaryOf(other)).containsExactly(3, 0);
    }

    @Test
    void tensorsInJsonAndBehindItMix() throws Exception {
        String json =
                "{\"inputs\":["
                        + "{\"name\":\"a\",\"shape\":[2],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":2}},"
                        + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[7]},"
                        + "{\"name\":\"c\",\"shape\":[-1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":9}}]}";
        HttpResponse<byte[]> response =
                infer(json, new byte[] {(byte) 255, 1, 1, 0, 0, 0, 'z', 0, 0, 0, 0});

        assertThat(jsonOf(response))
                .contains("\"data\":[255,1]")
                .contains("\"data\":[7]")
                .contains("\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"z\",\"\"]");
    }

    @Test
    void jsonAloneMayComeUnderTheTypeOfBytes() throws Exception {
        HttpResponse<byte[]> response =
                send("m", utf8(TestRest.REQUEST), "Content-Type", "application/octet-stream");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void compressionIsAroundAllOfIt() throws Exception {
        float[] values = new float[4000];
        Arrays.fill(values, 3);
        String json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[4000],\"datatype\":\"FP32\","
                        + "\"parameters\":{\"binary_data_size\":16000}}],"
                        + "\"parameters\":{\"binary_data_output\":true}}";
        byte[] body = join(utf8(json), floats(values));

        HttpResponse<byte[]> response =
                send(
                        "m",
                        gzipped(body),
                        JSON_LENGTH,
                        String.valueOf(json.length()),
                        "Content-Encoding",
                        "gzip",
                        "Accept-Encoding",
                        "gzip");

        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.body().length).isLessThan(2000);
        byte[] inflated =
                new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        int length = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
        assertThat(Arrays.copyOfRange(inflated, length, inflated.length)).isEqualTo(floats(values));
    }

    private static byte[] gzipped(byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        }
        return compressed.toByteArray();
    }

    @Test
    void theCodingDeflateIsTakenToo() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(join(utf8(ALL_BINARY), FLOATS));
        }

        HttpResponse<byte[]> response =
                send(
                        "m",
                        compressed.toByteArray(),
                        JSON_LENGTH,
                        String.valueOf(ALL_BINARY.length()),
                        "Content-Encoding",
                        "deflate");

        assertThat(binaryOf(response)).isEqualTo(FLOATS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 | must be the length of the JSON in bytes, found '-1'",
                "ten | must be the length of the JSON in bytes, found 'ten'",
                "1.5 | must be the length of the JSON in bytes, found '1.5'",
                "9999 | says 9999, but the body has only",
                "99999999999999999999 | says too much, but the body has only",
            })
    void aHeaderThatIsNoLengthIsABadRequest(String value, String reason) throws Exception {
        HttpResponse<byte[]> response =
                send("m", join(utf8(ALL_BINARY), FLOATS), JSON_LENGTH, value);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(jsonOf(response)).contains("{\"error\":\"" + JSON_LENGTH + " " + reason);
    }

    @Test
    void aHeaderThatCutsTheJsonIsUnprocessable() throws Exception {
        HttpResponse<byte[]> response =
                send("m", join(utf8(ALL_BINARY), FLOATS), JSON_LENGTH, "20");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(jsonOf(response)).contains("ends too early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:FP32:-1,2", "raw:FP32:1,-1", "raw:FP32:-1,-1", "raw:FP32:1,2"})
    void aBodyWithoutJsonIsTheOnlyInputOfTheModel(String model) throws Exception {
        HttpResponse<byte[]> response =
                send(model, FLOATS, JSON_LENGTH, "0", "Content-Type", "application/octet-stream");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(jsonOf(response))
                .contains("{\"name\":\"only\",\"shape\":[1,2],\"datatype\":\"FP32\",");
        assertThat(binaryOf(response)).isEqualTo(FLOATS);
    }

    @Test
    void aBodyWithoutJsonIsOneElementOfBytes() throws Exception {
        HttpResponse<byte[]> response = send("raw:BYTES:-1", utf8("abc"), JSON_LENGTH, "0");

        assertThat(jsonOf(response)).contains("\"shape\":[1],\"datatype\":\"BYTES\"");
        assertThat(binaryOf(response)).containsExactly(3, 0, 0, 0, 'a', 'b', 'c');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m | 400 | models with one input in their metadata, and this model's have none",
                "raw:FP32:1@raw:FP32:1 | 400 | and this model's have 2",
                "raw:FP32:1,-1,-1 | 400 | no body tells the dimensions of [1,-1,-1]",
                "raw:FP32:3 | 422 | input 'only': shape [3] needs 3 values, found 2",
                "raw:BYTES:2 | 422 | input 'only': shape [2] needs 2 values, found 1",
                "raw:FP32:-1,3 | 422 | needs a multiple of 3 values, found 2",
                "nope | 404 | Model nope not found",
            })
    void aBodyWithoutJsonIsRefusedWhereTheModelDoesNotTellWhatItIs(
            String model, int status, String reason) throws Exception {
        HttpResponse<byte[]> response = send(model, FLOATS, JSON_LENGTH, "0");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(jsonOf(response)).contains(reason);
    }

    @Test
    void aBodyWithoutJsonMustNotSayThatItIsJson() throws Exception {
        HttpResponse<byte[]> response =
                send("raw:FP32:-1", FLOATS, JSON_LENGTH, "0", "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(jsonOf(response))
                .contains(
                        "Content-Type application/octet-stream is wanted, found application/json");
    }

    @Test
    void aStreamTakesBinaryInputsAndAnswersInJson() throws Exception {
        HttpResponse<byte[]> response =
                rest.sendForBytes(
                        rest.request(
                                        "/v2/models/m/infer_stream",
                                        JSON_LENGTH,
                                        String.valueOf(ALL_BINARY.length()))
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                join(utf8(ALL_BINARY), FLOATS))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(jsonOf(response)).contains("\"data\":[1.0,-2.5]");
    }
}
