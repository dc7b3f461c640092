package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Transformers with many settings, alone and in pipelines, options of other estimators that a sweep
 * of random ones found, and what scikit-learn answered.
 */
class TransformersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final double TOLERANCE = 1e-6;
    private static final double SINGLE_TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> answersAsScikitLearn() throws IOException {
        return testsOf(FIXTURES.resolve("transformers"));
    }

    @TestFactory
    Stream<DynamicTest> takesOptionsAsScikitLearn() throws IOException {
        return testsOf(FIXTURES.resolve("options"));
    }

    private static Stream<DynamicTest> testsOf(Path folder) throws IOException {
        JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            for (Map.Entry<String, JsonNode> answer :
                    entry.getValue().path("answers").properties()) {
                String name = entry.getKey();
                tests.add(
                        DynamicTest.dynamicTest(
                                name + " " + answer.getKey(),
                                () ->
                                        check(
                                                folder.resolve(name + ".joblib"),
                                                answer.getKey(),
                                                entry.getValue(),
                                                answer.getValue())));
            }
        }
        return tests.stream();
    }

    private static void check(Path file, String method, JsonNode expectation, JsonNode wanted) {
        TestContext context = TestContext.of(file, Map.of("extra", Map.of("predict_fn", method)));
        try (Model model = new SklearnRuntimeFactory().create(context)) {
            List<Tensor> outputs =
                    model.predict(
                                    TestRequests.of(request(expectation)),
                                    RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs();
            if (wanted.has("columns")) {
                checkColumns(outputs, wanted);
            } else {
                checkTensor(outputs.get(0), wanted);
            }
        }
    }

    private static void checkColumns(List<Tensor> outputs, JsonNode wanted) {
        List<String> names = new ArrayList<>();
        wanted.path("columns").forEach(name -> names.add(name.asText()));
        assertThat(outputs).extracting(Tensor::name).containsExactlyElementsOf(names);
        if (wanted.has("dtypes")) {
            assertThat(outputs)
                    .extracting(column -> column.datatype().name())
                    .containsExactlyElementsOf(datatypes(wanted.path("dtypes")));
        }
        int at = 0;
        for (Tensor column : outputs) {
            for (int row = 0; row < column.size(); row++) {
                boolean single = column.datatype() == Datatype.FP32;
                double tolerance = single ? SINGLE_TOLERANCE : TOLERANCE;
                checkNumber(column, row, wanted.path("values").get(at++), tolerance);
            }
        }
    }

    private static void checkTensor(Tensor output, JsonNode wanted) {
        long size = 1;
        for (JsonNode dimension : wanted.path("shape")) {
            size *= dimension.asLong();
        }
        String dtype = wanted.path("dtype").asText();
        assertThat(output.size()).isEqualTo(size);
        assertThat(output.shape().dimension(0)).isEqualTo(wanted.path("shape").get(0).asLong());
        assertThat(output.datatype().name()).isEqualTo(datatype(dtype));
        double tolerance = dtype.equals("float32") ? SINGLE_TOLERANCE : TOLERANCE;
        for (int i = 0; i < size; i++) {
            checkNumber(output, i, wanted.path("values").get(i), tolerance);
        }
    }

    private static void checkNumber(Tensor output, int i, JsonNode wanted, double tolerance) {
        if (output.data() instanceof BytesData text) {
            assertThat(text.stringAt(i)).isEqualTo(wanted.asText());
        } else if (wanted.isNull()) {
            assertThat(output.numbers().doubleAt(i)).isNaN();
        } else {
            double number = wanted.isBoolean() ? (wanted.asBoolean() ? 1 : 0) : wanted.asDouble();
            Offset<Double> close =
                    Offset.offset(tolerance * Math.max(scale(tolerance), Math.abs(number)));
            assertThat(output.numbers().doubleAt(i)).as("element %d", i).isCloseTo(number, close);
        }
    }

    /** From where on a difference counts as a share of the number. */
    private static double scale(double tolerance) {
        return tolerance == SINGLE_TOLERANCE ? 1 : 1e-3;
    }

    private static List<String> datatypes(JsonNode dtypes) {
        List<String> datatypes = new ArrayList<>();
        dtypes.forEach(dtype -> datatypes.add(datatype(dtype.asText())));
        return datatypes;
    }

    private static String datatype(String dtype) {
        return switch (dtype) {
            case "float64" -> "FP64";
            case "float32" -> "FP32";
            case "int64" -> "INT64";
            case "int32" -> "INT32";
            case "bool" -> "BOOL";
            default -> "BYTES";
        };
    }

    private static JsonNode request(JsonNode expectation) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode inputs = body.putArray("inputs");
        if (!expectation.has("table")) {
            ObjectNode input = input("x", expectation.path("input"));
            input.set("shape", expectation.path("shape"));
            if (expectation.has("dtype")) {
                input.put("datatype", datatype(expectation.path("dtype").asText()));
            }
            inputs.add(input);
            return body;
        }
        body.putObject("parameters").put("content_type", "pd");
        for (Map.Entry<String, JsonNode> column : expectation.path("table").properties()) {
            ObjectNode input = input(column.getKey(), column.getValue());
            input.putArray("shape").add(column.getValue().size());
            if (expectation.has("dtypes")) {
                String dtype = expectation.path("dtypes").path(column.getKey()).asText();
                input.put("datatype", datatype(dtype));
            }
            inputs.add(input);
        }
        return body;
    }

    private static ObjectNode input(String name, JsonNode data) {
        ObjectNode input = JSON.createObjectNode().put("name", name);
        boolean text = false;
        for (JsonNode value : data) {
            text |= value.isTextual();
        }
        input.put("datatype", text ? "BYTES" : "FP64");
        input.set("data", data);
        return input;
    }
}
