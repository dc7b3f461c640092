package io.bulkhead.plugin.catboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Answers as CatBoost's Python classes, for models that src/test/python/make_references.py trains:
 * losses, label types, tree shapes, kinds of target statistics, both formats.
 */
class PythonAgreementTest {
    private static final Path MODELS = Path.of("src/test/resources/reference");

    @TestFactory
    List<DynamicTest> answersAsPython() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MODELS)) {
            for (Path file : files.filter(this::isModel).sorted().toList()) {
                String name = MODELS.relativize(file).toString();
                tests.add(DynamicTest.dynamicTest(name, () -> check(file, "expected.json")));
                if (isExplained(file)) {
                    String also = name + ", explained";
                    tests.add(DynamicTest.dynamicTest(also, () -> check(file, "explained.json")));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    private boolean isModel(Path file) {
        return file.getFileName().toString().startsWith("model.")
                && Files.exists(file.resolveSibling("expected.json"));
    }

    /** Leaves have other numbers in the JSON format. */
    private boolean isExplained(Path file) {
        return file.endsWith("model.cbm") && Files.exists(file.resolveSibling("explained.json"));
    }

    private void check(Path file, String recorded) throws IOException {
        JsonNode reference = new ObjectMapper().readTree(file.resolveSibling(recorded).toFile());
        JsonNode expected = reference.get("expected");
        List<RequestedOutput> outputs = new ArrayList<>();
        expected.fieldNames()
                .forEachRemaining(
                        name -> outputs.add(new RequestedOutput(name, Parameters.empty())));
        InferenceRequest whole = request(reference.get("rows")).withOutputs(outputs);
        try (Model model = new CatboostRuntimeFactory().create(new TestContext(file))) {
            List<Tensor> answers = answer(model, whole);
            for (Tensor answer : answers) {
                assertSame(answer, expected.get(answer.name()));
            }
        }
    }

    private static List<Tensor> answer(Model model, InferenceRequest request) {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs();
    }

    /** A list of rows is a matrix, an object a table. */
    private static InferenceRequest request(JsonNode rows) {
        if (rows.isArray()) {
            double[] values = RecordedCase.numbers(rows);
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            Shape shape = Shape.of(rows.size(), rows.get(0).size());
            return InferenceRequest.of(Tensor.of("x", shape, floats));
        }
        List<Tensor> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : rows.properties()) {
            columns.add(column(column.getKey(), column.getValue()));
        }
        return new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());
    }

    private static Tensor column(String name, JsonNode values) {
        Shape shape = Shape.of(values.size());
        if (values.get(0).isArray()) {
            Shape matrix = Shape.of(values.size(), values.get(0).size());
            return Tensor.of(name, matrix, RecordedCase.numbers(values));
        }
        if (values.get(0).isTextual()) {
            List<String> texts = new ArrayList<>();
            values.forEach(value -> texts.add(value.asText()));
            return Tensor.ofStrings(name, shape, texts);
        }
        double[] numbers = RecordedCase.numbers(values);
        if (!values.get(0).isIntegralNumber()) {
            return Tensor.of(name, shape, numbers);
        }
        long[] integers = new long[numbers.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (long) numbers[i];
        }
        return Tensor.of(name, shape, integers);
    }

    /** What is a sum of differences is as exact as these. */
    private static double leastScale(Tensor answer) {
        boolean shares =
                answer.name().equals("contributions") || answer.name().equals("interactions");
        return shares ? 10 : 1e-3;
    }

    private static void assertSame(Tensor answer, JsonNode expected) {
        JsonNode shape = expected.get("shape");
        long[] wanted = new long[Math.max(2, shape.size())];
        Arrays.fill(wanted, 1);
        for (int i = 0; i < shape.size(); i++) {
            wanted[i] = shape.get(i).asLong();
        }
        assertThat(answer.shape()).isEqualTo(Shape.of(wanted));
        JsonNode data = expected.get("data");
        if (data.get(0).isTextual()) {
            List<String> texts = new ArrayList<>();
            data.forEach(text -> texts.add(text.asText()));
            assertThat(answer.toStrings()).isEqualTo(texts);
            return;
        }
        if (data.get(0).isBoolean()) {
            assertThat(answer.datatype()).isEqualTo(Datatype.BOOL);
        }
        double[] answered = answer.toDoubles();
        for (int i = 0; i < answered.length; i++) {
            double value =
                    data.get(i).isBoolean()
                            ? (data.get(i).asBoolean() ? 1 : 0)
                            : data.get(i).asDouble();
            assertThat(answered[i])
                    .as("%s, value %d", answer.name(), i)
                    .isCloseTo(
                            value, within(1e-12 * Math.max(leastScale(answer), Math.abs(value))));
        }
    }
}
