package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of an old, a middle and a new scikit-learn, and what each of them answered itself. */
class VersionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TestFactory
    Stream<DynamicTest> answersAsTheVersionThatWroteTheFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String version : List.of("1.1.3", "1.5.2", "1.9.1")) {
            Path folder = FIXTURES.resolve("sklearn-" + version);
            JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
            for (Map.Entry<String, JsonNode> entry : expected.properties()) {
                String name = entry.getKey();
                tests.add(
                        DynamicTest.dynamicTest(
                                version + " " + name,
                                () -> check(folder.resolve(name + ".joblib"), entry.getValue())));
            }
        }
        return tests.stream();
    }

    private static void check(Path file, JsonNode expectation) {
        try (Model model =
                new SklearnRuntimeFactory()
                        .create(
                                TestContext.of(
                                        file, Map.of("extra", Map.of("predict_fn", "unused"))))) {
            assertThat(model.metadata().properties().getString("sklearn_version"))
                    .contains(file.getParent().getFileName().toString().substring(8));
            assertThat(model.metadata().properties().getString("reader"))
                    .contains("bulkhead-sklearn-onnx");
        }
        for (Map.Entry<String, JsonNode> answer : expectation.path("answers").properties()) {
            check(file, answer.getKey(), expectation, answer.getValue());
        }
    }

    private static void check(Path file, String method, JsonNode expectation, JsonNode wanted) {
        TestContext context = TestContext.of(file, Map.of("extra", Map.of("predict_fn", method)));
        try (Model model = new SklearnRuntimeFactory().create(context)) {
            Tensor output =
                    model.predict(
                                    TestRequests.of(request(expectation)),
                                    RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs()
                            .get(0);
            assertThat(output.name()).isEqualTo(method);
            assertThat(output.shape().dimension(0)).isEqualTo(wanted.path("rows").asLong());
            checkValues(output, wanted.path("values"));
            model.metadata().outputs().stream()
                    .filter(told -> told.name().equals(method))
                    .forEach(told -> checkForm(output, told));
        }
    }

    /** What the metadata tells of an answer is what comes. */
    private static void checkForm(Tensor output, TensorMetadata told) {
        assertThat(output.data().datatype()).isEqualTo(told.datatype());
        assertThat(told.shape().rank()).isEqualTo(output.shape().rank());
        for (int i = 1; i < output.shape().rank(); i++) {
            assertThat(told.shape().dimension(i)).isIn(Shape.ANY, output.shape().dimension(i));
        }
    }

    @Test
    void metadataTellsDatatypesAndShapesOfTheAnswers() {
        Path file = FIXTURES.resolve("sklearn-1.5.2").resolve("logistic-three.joblib");
        try (Model model = new SklearnRuntimeFactory().create(TestContext.of(file, Map.of()))) {
            assertThat(model.metadata().outputs())
                    .extracting(TensorMetadata::name, TensorMetadata::datatype)
                    .contains(
                            tuple("predict_proba", Datatype.FP64),
                            tuple("decision_function", Datatype.FP64));
            assertThat(model.metadata().outputs())
                    .filteredOn(output -> output.name().equals("predict_proba"))
                    .extracting(TensorMetadata::shape)
                    .containsExactly(Shape.of(Shape.ANY, 3));
        }
    }

    @Test
    void metadataTellsTheColumnsOfWhatIsMadeOfSeveralEstimators() {
        Path file = FIXTURES.resolve("predictors/sklearn-1.5.2/voting-hard-weights.joblib");
        try (Model model = new SklearnRuntimeFactory().create(TestContext.of(file, Map.of()))) {
            assertThat(model.metadata().inputs())
                    .extracting(TensorMetadata::datatype)
                    .containsExactly(Datatype.FP64);
            assertThat(model.metadata().outputs()).isNotEmpty();
        }
    }

    private static JsonNode request(JsonNode expectation) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode inputs = body.putArray("inputs");
        if (!expectation.has("table")) {
            inputs.add(
                    input("x", expectation.path("input")).set("shape", expectation.path("shape")));
            return body;
        }
        body.putObject("parameters").put("content_type", "pd");
        for (Map.Entry<String, JsonNode> column : expectation.path("table").properties()) {
            ObjectNode input = input(column.getKey(), column.getValue());
            input.putArray("shape").add(column.getValue().size());
            inputs.add(input);
        }
        return body;
    }

    private static ObjectNode input(String name, JsonNode data) {
        ObjectNode input = JSON.createObjectNode().put("name", name);
        input.put("datatype", data.get(0).isTextual() ? "BYTES" : "FP64");
        input.set("data", data);
        return input;
    }

    private static void checkValues(Tensor output, JsonNode wanted) {
        assertThat(output.size()).isEqualTo(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            if (output.data() instanceof BytesData text) {
                assertThat(text.stringAt(i)).isEqualTo(wanted.get(i).asText());
            } else {
                double number = wanted.get(i).asDouble();
                assertThat(output.numbers().doubleAt(i))
                        .isCloseTo(number, Offset.offset(1e-12 * Math.max(1, Math.abs(number))));
            }
        }
    }
}
