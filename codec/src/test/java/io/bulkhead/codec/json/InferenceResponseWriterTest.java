package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InferenceResponseWriterTest {
    private static String write(ModelId model, String id, InferenceResponse response) {
        JsonBuffer out = new JsonBuffer(1);
        InferenceResponseWriter.write(model, id, response, out);
        return out.toString();
    }

    private static String write(Tensor... outputs) {
        return write(new ModelId("m", ""), "1", InferenceResponse.of(outputs));
    }

    private static String dataOf(Tensor output) {
        String json = write(output);
        return json.substring(json.indexOf("\"data\":") + 7, json.length() - 3);
    }

    @Test
    void writesTheFieldsInOrder() {
        Tensor output =
                new Tensor(
                        "predict",
                        Shape.of(2, 1),
                        NumericData.of(new long[] {0, -1}),
                        Parameters.ofContentType("np"));
        assertThat(write(new ModelId("iris", "v1"), "id-1", InferenceResponse.of(output)))
                .isEqualTo(
                        "{\"model_name\":\"iris\",\"model_version\":\"v1\",\"id\":\"id-1\",\"parameters\":{},"
                                + "\"outputs\":[{\"name\":\"predict\",\"shape\":[2,1],\"datatype\":\"INT64\","
                                + "\"parameters\":{\"content_type\":\"np\"},\"data\":[0,-1]}]}");
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(
                        write(
                                Tensor.of("a", Shape.of(0), new float[0]),
                                Tensor.of("b", Shape.of(), new double[] {5})))
                .isEqualTo(
                        "{\"model_name\":\"m\",\"id\":\"1\",\"parameters\":{},\"outputs\":["
                                + "{\"name\":\"a\",\"shape\":[0],\"datatype\":\"FP32\",\"data\":[]},"
                                + "{\"name\":\"b\",\"shape\":[],\"datatype\":\"FP64\",\"data\":[5.0]}]}");
    }

    @Test
    void writesParametersOfEveryType() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("s", "a\"b");
        values.put("b", true);
        values.put("l", -5L);
        values.put("d", 0.25);
        values.put("list", Arrays.asList(1L, null, List.of()));
        values.put("map", Map.of("k", "v"));
        InferenceResponse response = new InferenceResponse(List.of(), Parameters.copyOf(values));
        assertThat(write(new ModelId("m", ""), "", response))
                .contains(
                        "\"parameters\":{\"s\":\"a\\\"b\",\"b\":true,\"l\":-5,\"d\":0.25,"
                                + "\"list\":[1,null,[]],\"map\":{\"k\":\"v\"}}");
    }

    @Test
    void writesEveryDatatype() {
        assertThat(dataOf(Tensor.of("x", Shape.of(2), new boolean[] {true, false})))
                .isEqualTo("[true,false]");
        assertThat(dataOf(numeric(Datatype.UINT8, new byte[] {-1, 1}))).isEqualTo("[255,1]");
        assertThat(dataOf(numeric(Datatype.INT8, new byte[] {-1, 1}))).isEqualTo("[-1,1]");
        byte[] ones = new byte[8];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(dataOf(numeric(Datatype.UINT64, ones))).isEqualTo("[18446744073709551615]");
        assertThat(dataOf(numeric(Datatype.UINT32, ones))).isEqualTo("[4294967295,4294967295]");
        assertThat(dataOf(numeric(Datatype.INT16, ones))).isEqualTo("[-1,-1,-1,-1]");
        short half = HalfFloat.fromFloat(0.1f);
        assertThat(dataOf(numeric(Datatype.FP16, new byte[] {(byte) half, (byte) (half >> 8)})))
                .isEqualTo("[0.0999755859375]");
    }

    private static Tensor numeric(Datatype datatype, byte[] bytes) {
        NumericData data = NumericData.wrap(datatype, ByteBuffer.wrap(bytes));
        return new Tensor("x", Shape.of(data.size()), data);
    }

    @Test
    void writesNullForWhatIsNotFinite() {
        assertThat(
                        dataOf(
                                Tensor.of(
                                        "x",
                                        Shape.of(3),
                                        new float[] {1.5f, Float.NaN, Float.POSITIVE_INFINITY})))
                .isEqualTo("[1.5,null,null]");
        assertThat(dataOf(Tensor.of("x", Shape.of(2), new double[] {Double.NEGATIVE_INFINITY, 2})))
                .isEqualTo("[null,2.0]");
    }

    @Test
    void writesTextThatJacksonReadsBack() throws IOException {
        List<String> texts =
                List.of(
                        "",
                        "a",
                        "\"\\/\b\f\n\r\t\u0000\u001f\u007f",
                        "héllo 日本 😀",
                        "x".repeat(5000));
        JsonNode data =
                new ObjectMapper()
                        .readTree(dataOf(Tensor.ofStrings("x", Shape.of(texts.size()), texts)));
        for (int i = 0; i < texts.size(); i++) {
            assertThat(data.get(i).textValue()).isEqualTo(texts.get(i));
        }
    }

    @Test
    void writesMissingTextAsNullAndBrokenTextWithoutFailing() {
        BytesData data =
                BytesData.ofBytes(
                        Arrays.asList(
                                null,
                                new byte[] {'a', (byte) 0xff, (byte) 0xfe, 'b'},
                                new byte[] {(byte) 0xe6, (byte) 0x97},
                                "é".getBytes(StandardCharsets.UTF_8)));
        assertThat(dataOf(new Tensor("x", Shape.of(4), data)))
                .isEqualTo("[null,\"a\uFFFD\uFFFDb\",\"\uFFFD\uFFFD\",\"é\"]");
    }

    @Test
    void writesManyNumbersAcrossBlocks() throws IOException {
        double[] values = new Random(1).doubles(10_000, -1e3, 1e3).toArray();
        JsonNode data =
                new ObjectMapper()
                        .readTree(dataOf(Tensor.of("x", Shape.of(values.length), values)));
        assertThat(data).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(data.get(i).doubleValue()).isEqualTo(values[i]);
        }
    }
}
