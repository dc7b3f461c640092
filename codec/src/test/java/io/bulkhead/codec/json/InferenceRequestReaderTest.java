package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceRequestReaderTest {
    private static final String IRIS =
            """
            {"id": "a", "parameters": {"content_type": "np", "n": 1},
             "inputs": [{"name": "x", "shape": [2, 2], "datatype": "FP32",
                         "parameters": {"k": true}, "data": [5.1, 3.5, -1.4, 2e-1]}],
             "outputs": [{"name": "predict", "parameters": {"content_type": "str"}}, {"name": "p"}]}
            """;

    private static InferenceRequest read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        byte[] embedded = new byte[bytes.length + 10];
        Arrays.fill(embedded, (byte) '1');
        System.arraycopy(bytes, 0, embedded, 5, bytes.length);
        return InferenceRequestReader.read(embedded, 5, bytes.length);
    }

    private static Tensor readTensor(String shape, String datatype, String data) {
        return read("{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
                        .formatted(shape, datatype, data))
                .inputs()
                .get(0);
    }

    private static String refusal(String json) {
        return refusal(json, ErrorCode.UNPROCESSABLE);
    }

    private static String refusal(String json, ErrorCode code) {
        try {
            read(json);
        } catch (ServingException refused) {
            assertThat(refused.code()).isEqualTo(code);
            return refused.reason();
        }
        throw new AssertionError("accepted " + json);
    }

    private static String tensorRefusal(String shape, String datatype, String data) {
        return refusal(
                "{\"inputs\":[{\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
                        .formatted(shape, datatype, data));
    }

    @Test
    void aShapeMayCountTheBytesOrCharactersOfTheOneText() {
        for (String shape : List.of("[5]", "[6]")) { // five characters, six bytes
            Tensor tensor = readTensor(shape, "BYTES", "[\"m\u00fcsli\"]");
            assertThat(tensor.shape()).isEqualTo(Shape.of(1));
            assertThat(tensor.toStrings()).containsExactly("m\u00fcsli");
        }
        assertThat(tensorRefusal("[4]", "BYTES", "[\"m\u00fcsli\"]"))
                .contains("shape [4] needs 4 values, found 1");
        assertThat(tensorRefusal("[1,5]", "BYTES", "[\"muesli\"]")).contains("found 1");
    }

    @Test
    void readsAWholeRequest() {
        InferenceRequest request = read(IRIS);

        assertThat(request.id()).isEqualTo("a");
        assertThat(request.parameters().asMap()).isEqualTo(Map.of("content_type", "np", "n", 1L));
        assertThat(request.outputs())
                .extracting(RequestedOutput::name)
                .containsExactly("predict", "p");
        assertThat(request.outputs().get(0).parameters().contentType()).isEqualTo("str");
        Tensor input = request.inputs().get(0);
        assertThat(input.name()).isEqualTo("x");
        assertThat(input.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(input.datatype()).isEqualTo(Datatype.FP32);
        assertThat(input.toFloats()).containsExactly(5.1f, 3.5f, -1.4f, 0.2f);
        assertThat(input.parameters().getBoolean("k")).contains(true);
    }

    @Test
    void refusesEveryTruncationOfARequest() {
        String whole = IRIS.strip();
        for (int length = 0; length < whole.length(); length++) {
            assertThat(refusal(whole.substring(0, length))).isNotEmpty();
        }
    }

    @Test
    void takesTheFieldsOfAnInputInAnyOrder() {
        List<String> fields =
                List.of(
                        "\"name\":\"x\"",
                        "\"shape\":[2]",
                        "\"datatype\":\"INT64\"",
                        "\"data\":[1,2]",
                        "\"parameters\":{\"a\":\"b\"}");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            List<String> order = new ArrayList<>(fields);
            Collections.shuffle(order, random);
            Tensor input =
                    read("{\"inputs\":[{" + String.join(",", order) + "}],\"id\":\"z\"}")
                            .inputs()
                            .get(0);
            assertThat(input.toLongs()).containsExactly(1, 2);
            assertThat(input.parameters().getString("a")).contains("b");
        }
    }

    @Test
    void theLastOfTwoEqualFieldsCounts() {
        InferenceRequest request =
                read(
                        "{\"id\":\"first\",\"id\":\"last\",\"inputs\":[{\"name\":\"x\",\"shape\":[1],"
                                + "\"datatype\":\"INT8\",\"data\":[1],\"data\":[2,3],\"shape\":[2],"
                                + "\"datatype\":\"FP64\"}]}");
        assertThat(request.id()).isEqualTo("last");
        assertThat(request.inputs().get(0).toDoubles()).containsExactly(2, 3);
        assertThat(request.inputs().get(0).datatype()).isEqualTo(Datatype.FP64);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        assertThat(
                        read("{\"bar\":{\"x\":[1,{}]},\"inputs\":[{\"foo\":null,\"name\":\"x\","
                                        + "\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[true]}]}")
                                .inputs())
                .hasSize(1);
    }

    @Test
    void makesAnIdWhereThereIsNone() {
        String inputs =
                "\"inputs\":[{\"name\":\"x\",\"shape\":[0],\"datatype\":\"FP32\",\"data\":[]}]";
        String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
        assertThat(read("{" + inputs + "}").id()).matches(uuid);
        assertThat(read("{\"id\":null," + inputs + "}").id()).matches(uuid);
        assertThat(read("{\"id\":\"\"," + inputs + "}").id()).isEmpty();
        assertThat(refusal("{\"id\":5," + inputs + "}")).startsWith("id: text is wanted");
    }

    @Test
    void dropsHeadersThatAClientSets() {
        assertThat(
                        read("{\"parameters\":{\"headers\":{\"a\":\"b\"},\"k\":[1,null,{\"z\":2.5}]},"
                                        + "\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")
                                .parameters()
                                .asMap())
                .containsOnlyKeys("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[[1,2,3],[4,5,6]]", "[1,2,3,4,5,6]", "[[[1],[2]],[[3],[4]],[[5],[6]]]"})
    void flattensNestedLists(String data) {
        assertThat(readTensor("[2,3]", "INT32", data).toLongs()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(readTensor("[6]", "FP16", data).toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[1,2],[3]]",
                "[[1],2]",
                "[1,[2]]",
                "[[1],[]]",
                "[[[1]],[1]]",
                "[[1],[[1]]]",
                "[[],1]",
                "[[1,2],[3,\"x\"]]",
                "[{}]",
                "{\"a\":1}",
                "null"
            })
    void refusesListsThatAreNotEvenAndWhatIsNoList(String data) {
        assertThat(tensorRefusal("[2]", "FP64", data)).startsWith("inputs[0].data");
    }

    @Test
    void takesABareElement() {
        assertThat(readTensor("[1]", "FP64", "7.5").toDoubles()).containsExactly(7.5);
        assertThat(readTensor("[]", "FP64", "[7.5]").toDoubles()).containsExactly(7.5);
        assertThat(readTensor("[1]", "BYTES", "\"solo\"").toStrings()).containsExactly("solo");
    }

    @Test
    void resolvesOneOpenDimension() {
        assertThat(readTensor("[-1,2]", "FP32", "[1,2,3,4]").shape()).isEqualTo(Shape.of(2, 2));
        assertThat(readTensor("[-1]", "BYTES", "[]").shape()).isEqualTo(Shape.of(0));
        assertThat(tensorRefusal("[-1,-1]", "FP32", "[1]"))
                .contains("only one dimension may be -1");
        assertThat(tensorRefusal("[-1,2]", "FP32", "[1,2,3]")).contains("a multiple of 2");
        assertThat(tensorRefusal("[-2]", "FP32", "[1]")).startsWith("inputs[0].shape[0]");
    }

    @Test
    void takesShapesOfNumericText() {
        assertThat(readTensor("[\"1\",\"2\"]", "FP32", "[1,2]").shape()).isEqualTo(Shape.of(1, 2));
    }

    @Test
    void saysWhatAShapeNeeds() {
        assertThat(tensorRefusal("[3,4]", "FP64", "[1,2,3,4,5,6,7,8]"))
                .startsWith("inputs[0].data: shape [3,4] needs 12 values, found 8");
        assertThat(tensorRefusal("[1,4]", "INT8", "[1,2,3,4,5,6,7,8]"))
                .startsWith("inputs[0].data: shape [1,4] needs 4 values, found 8");
    }

    @Test
    void hugeShapesTakeNoMemory() {
        assertThat(tensorRefusal("[1000000000,1000000000]", "FP64", "[1]"))
                .contains("needs 1000000000000000000 values, found 1");
        assertThat(tensorRefusal("[2147483647]", "BYTES", "[\"a\"]")).contains("found 1");
        assertThat(tensorRefusal("[9223372036854775807,9]", "FP64", "[1]"))
                .contains("more elements than can be counted");
        assertThat(tensorRefusal("[4294967296,4294967296,0]", "FP64", "[1]"))
                .contains("more elements than can be counted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8 | -128, 127 | -128 | 127",
                "UINT8 | 0, 255 | 0 | 255",
                "INT16 | -32768, 32767 | -32768 | 32767",
                "UINT16 | 0, 65535 | 0 | 65535",
                "INT32 | -2147483648, 2147483647 | -2147483648 | 2147483647",
                "UINT32 | 0, 4294967295 | 0 | 4294967295",
                "INT64 | -9223372036854775808, 9223372036854775807 | -9223372036854775808 |"
                        + " 9223372036854775807",
                "UINT64 | 0, 18446744073709551615 | 0 | -1"
            })
    void keepsExtremeIntegers(String datatype, String data, long least, long greatest) {
        Tensor tensor = readTensor("[2]", datatype, "[" + data + "]");
        assertThat(tensor.datatype().name()).isEqualTo(datatype);
        assertThat(tensor.toLongs()).containsExactly(least, greatest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8 | 300",
                "INT8 | -129",
                "UINT8 | -1",
                "UINT8 | 256",
                "INT16 | 32768",
                "UINT16 | 65536",
                "INT32 | 2147483648",
                "UINT32 | 4294967296",
                "UINT32 | -1",
                "INT64 | 1180591620717411303424",
                "UINT64 | 18446744073709551616",
                "UINT64 | -1",
                "INT32 | 1.9",
                "INT64 | null",
                "INT64 | \"abc\"",
                "INT64 | \"1.5\"",
                "UINT64 | null",
                "BOOL | null",
                "BOOL | \"true\"",
                "FP16 | 1e6",
                "FP64 | \"abc\"",
                "FP64 | \"0x1p3\"",
                "FP64 | \"1d\"",
                "FP64 | 1e400",
                "FP64 | {}",
                "BYTES | 1",
                "BYTES | true",
                "BYTES | {}"
            })
    void refusesValuesThatTheDatatypeCannotHold(String datatype, String value) {
        assertThat(
                        tensorRefusal(
                                "[2]",
                                datatype,
                                "["
                                        + (datatype.equals("BYTES") ? "\"\"" : "1")
                                        + ","
                                        + value
                                        + "]"))
                .startsWith("inputs[0].data[1]: ")
                .contains("at line 1, column ");
    }

    @Test
    void convertsAsPythonDoes() {
        assertThat(readTensor("[2]", "INT64", "[true,false]").toLongs()).containsExactly(1, 0);
        assertThat(readTensor("[4]", "BOOL", "[0,1,2,0.5]").toLongs()).containsExactly(0, 1, 1, 1);
        assertThat(readTensor("[2]", "FP64", "[\"1.5\",\" 2 \"]").toDoubles())
                .containsExactly(1.5, 2);
        assertThat(readTensor("[2]", "INT32", "[\"-7\",4.0]").toLongs()).containsExactly(-7, 4);
        assertThat(readTensor("[3]", "FP64", "[1.5,null,3]").toDoubles())
                .containsExactly(1.5, Double.NaN, 3);
        assertThat(readTensor("[2]", "FP32", "[1e39,16777217]").toFloats())
                .containsExactly(Float.POSITIVE_INFINITY, 16777216f);
        assertThat(readTensor("[1]", "FP64", "[1180591620717411303424]").toDoubles())
                .containsExactly(0x1p70);
        assertThat(readTensor("[2]", "FP64", "[\"nan\",\"-inf\"]").toDoubles())
                .containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void readsText() {
        Tensor tensor =
                readTensor(
                        "[2,2]",
                        "BYTES",
                        "[[\"a\",\"\"],[\"h\\u00e9llo 日本 \\ud83d\\ude00\",null]]");
        assertThat(tensor.toStrings()).containsExactly("a", "", "héllo 日本 😀", "");
        assertThat(tensor.strings().isNull(3)).isTrue();
        assertThat(tensor.strings().isNull(1)).isFalse();
    }

    @Test
    void readsManyRandomTensorsExactly() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(20);
            int columns = 1 + random.nextInt(20);
            double[] expected = random.doubles((long) rows * columns, -1e6, 1e6).toArray();
            StringBuilder data = new StringBuilder("[");
            for (int row = 0; row < rows; row++) {
                data.append(row > 0 ? " , " : "")
                        .append(
                                Arrays.toString(
                                        Arrays.copyOfRange(
                                                expected, row * columns, (row + 1) * columns)));
            }
            String shape = "[%d,%d]".formatted(round % 2 == 0 ? rows : -1, columns);
            Tensor tensor = readTensor(shape, "FP64", data.append(']').toString());
            assertThat(tensor.toDoubles()).containsExactly(expected);
            assertThat(tensor.shape()).isEqualTo(Shape.of(rows, columns));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | the field 'inputs' is missing",
                "[1] | an object is wanted, found a list",
                "null | an object is wanted, found null",
                "{\"inputs\":null} | inputs: a list is wanted, found null",
                "{\"inputs\":{}} | inputs: a list is wanted, found an object",
                "{\"inputs\":[{\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]} |"
                        + " inputs[0]: the field 'name' is missing",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"data\":[1]}]} |"
                        + " inputs[0]: the field 'shape' is missing",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"data\":[1]}]} |"
                        + " inputs[0]: the field 'datatype' is missing",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\"}]} |"
                        + " inputs[0]: the field 'data' is missing",
                "{\"inputs\":[{\"name\":3}]} | inputs[0].name: text is wanted, found a number",
                "{\"inputs\":[{\"name\":\"a\\u0000b\"}]} | inputs[0].name: a name must not hold",
                "{\"inputs\":[{\"shape\":[1.5,4]}]} |"
                        + " inputs[0].shape[0]: an integer is wanted, found 1.5",
                "{\"inputs\":[{\"shape\":\"abc\"}]} | inputs[0].shape: a list is wanted, found"
                        + " text",
                "{\"inputs\":[{\"datatype\":\"fp32\"}]} | inputs[0].datatype: 'fp32' is none of"
                        + " BOOL",
                "{\"inputs\":[],\"outputs\":[{}]} | outputs[0]: the field 'name' is missing",
                "{\"parameters\":[1]} | parameters: an object is wanted, found a list"
            })
    void saysWhatIsWrongAndWhere(String json, String message) {
        assertThat(refusal(json)).startsWith(message).contains(" at line 1, column ");
    }

    @Test
    void refusesNoInputsAndTooMany() {
        assertThat(refusal("{\"inputs\":[]}", ErrorCode.INVALID_ARGUMENT)).contains("at least one");
        String input = "{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}";
        String many = String.join(",", Collections.nCopies(1001, input));
        assertThat(refusal("{\"inputs\":[" + many + "]}", ErrorCode.INVALID_ARGUMENT))
                .contains("at most 1000");
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> readTensor("[" + "1,".repeat(64) + "1]", "FP32", "[1]"))
                .withMessageContaining("at most 64 dimensions");
    }

    @Test
    void survivesRandomDamage() {
        Random random = new Random(9);
        byte[] whole = IRIS.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                InferenceRequestReader.read(damaged, 0, damaged.length);
            } catch (ServingException refused) {
                assertThat(refused.code())
                        .isIn(ErrorCode.UNPROCESSABLE, ErrorCode.INVALID_ARGUMENT);
            }
        }
    }
}
