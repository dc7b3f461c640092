package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be wrong with tensors behind the JSON, and what is left for the model. */
class BinaryRequestTest {
    private static ParsedRequest read(String json, int... binary) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(text, text.length + binary.length);
        for (int i = 0; i < binary.length; i++) {
            body[text.length + i] = (byte) binary[i];
        }
        return InferenceRequestReader.readWithBinary(body, text.length, body.length);
    }

    private static String input(String shape, String datatype, String size) {
        return "{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%s}}"
                .formatted(shape, datatype, size);
    }

    private static String refusal(String json, int... binary) {
        try {
            read(json, binary);
        } catch (ServingException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
            return refused.reason();
        }
        throw new AssertionError("accepted " + json);
    }

    @Test
    void theModelSeesNothingOfTheForm() {
        ParsedRequest parsed =
                read(
                        "{\"inputs\":[{\"parameters\":{\"binary_data_size\":2,\"k\":1},\"name\":\"x\","
                                + "\"datatype\":\"INT16\",\"shape\":[1]}],"
                                + "\"outputs\":[{\"name\":\"o\",\"parameters\":{\"binary_data\":true,\"k\":2}}],"
                                + "\"parameters\":{\"binary_data_output\":true,\"k\":3}}",
                        1,
                        2);

        Tensor input = parsed.request().inputs().get(0);
        assertThat(input.toLongs()).containsExactly(513);
        assertThat(input.parameters().asMap()).containsOnlyKeys("k");
        assertThat(parsed.request().parameters().asMap()).containsOnlyKeys("k");
        assertThat(parsed.request().outputs().get(0).parameters().asMap()).containsOnlyKeys("k");
        assertThat(parsed.binaryOutputs().wants("o")).isTrue();
        assertThat(parsed.binaryOutputs().wants("another")).isTrue();
    }

    @Test
    void numbersStayInTheMemoryOfTheBody() {
        byte[] text =
                ("{\"inputs\":[" + input("[2]", "UINT8", "2") + "]}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(text, text.length + 2);
        Tensor read =
                InferenceRequestReader.readWithBinary(body, text.length, body.length)
                        .request()
                        .inputs()
                        .get(0);

        body[text.length] = 42;

        assertThat(read.toLongs()).containsExactly(42, 0);
    }

    @Test
    void anOpenDimensionFollowsFromTheBytes() {
        ParsedRequest parsed =
                read(
                        "{\"inputs\":["
                                + input("[-1,2]", "INT8", "4").replace("\"x\"", "\"a\"")
                                + ","
                                + input("[-1]", "BYTES", "10")
                                + "]}",
                        1,
                        2,
                        3,
                        4,
                        1,
                        0,
                        0,
                        0,
                        0xff,
                        1,
                        0,
                        0,
                        0,
                        'b');

        assertThat(parsed.request().inputs().get(0).shape()).hasToString("[2,2]");
        assertThat(parsed.request().inputs().get(1).shape()).hasToString("[2]");
        assertThat(parsed.request().inputs().get(1).strings().bytesAt(0)).containsExactly(0xff);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2] | FP32 | 4 | 2 values of FP32 need 8 bytes of binary data, got 4",
                "[1] | FP32 | 5 | 5 bytes are announced, but only 4 are left of those behind the JSON",
                "[1] | FP32 | -4 | a number of bytes is wanted, found -4",
                "[1] | FP32 | 4.5 | a number of bytes is wanted, found a number",
                "[1] | FP32 | \"4\" | a number of bytes is wanted, found text",
                "[1] | FP32 | true | a number of bytes is wanted, found true or false",
                "[4000000000] | INT8 | 4 | 4000000000 values of INT8 need more bytes",
                "[-1] | INT64 | 4 | values of INT64 need a multiple of 8 bytes of binary data, got 4",
                "[-1,3] | INT8 | 4 | shape [-1,3] needs a multiple of 3 values, found 4",
                "[2] | BYTES | 4 | 2 elements need a length of 4 bytes each, got 4 bytes",
                "[1] | BYTES | 4 | element 0 at byte 0 of the binary data: its length is 67305985",
                "[-1] | BYTES | 3 | element 0 at byte 0 of the binary data: its length needs 4 bytes",
                "[0] | BYTES | 4 | its 0 elements end at byte 0 of the binary data, but 4 bytes follow",
            })
    void saysWhatDoesNotFitAndWhere(String shape, String datatype, String size, String reason) {
        String json =
                "{\"inputs\":[{\"name\":\"w\",\"shape\":[0],\"datatype\":\"INT8\",\"data\":[]},"
                        + input(shape, datatype, size)
                        + "]}";

        String refusal = refusal(json, 1, 2, 3, 4);

        assertThat(refusal).contains(reason).contains(" at line 1, column ");
        assertThat(refusal)
                .startsWith(
                        shape.equals("[-1,3]")
                                ? "inputs[1]: "
                                : "inputs[1].parameters.binary_data_size: ");
    }

    @Test
    void refusesBytesThatNoInputAnnounces() {
        assertThat(refusal("{\"inputs\":[" + input("[1]", "INT8", "1") + "]}", 1, 2, 3))
                .isEqualTo(
                        "the body goes on for 2 bytes behind the binary data that the inputs"
                                + " announce");
    }

    @Test
    void refusesDataInBothPlaces() {
        String both =
                input("[1]", "INT8", "1").replace("\"parameters\"", "\"data\":[1],\"parameters\"");

        assertThat(refusal("{\"inputs\":[" + both + "]}", 1))
                .startsWith("inputs[0].data: there must not be both data and binary_data_size");
    }

    @Test
    void refusesAWishThatIsNeitherTrueNorFalse() {
        String inputs = "\"inputs\":[" + input("[1]", "INT8", "1") + "]";

        assertThat(refusal("{\"parameters\":{\"binary_data_output\":1}," + inputs + "}", 1))
                .startsWith(
                        "parameters.binary_data_output: true or false is wanted, found a number");
        assertThat(
                        refusal(
                                "{"
                                        + inputs
                                        + ",\"outputs\":[{\"name\":\"o\",\"parameters\":{\"binary_data\":\"yes\"}}]}",
                                1))
                .startsWith(
                        "outputs[0].parameters.binary_data: true or false is wanted, found text");
    }
}
