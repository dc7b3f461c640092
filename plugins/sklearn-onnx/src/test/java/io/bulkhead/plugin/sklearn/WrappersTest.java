package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.CatboostRuntimeFactory;
import io.bulkhead.plugin.lightgbm.LightgbmRuntimeFactory;
import io.bulkhead.plugin.xgboost.XgboostRuntimeFactory;
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
import org.junit.jupiter.api.io.TempDir;

/** Estimators of other libraries, alone and within scikit-learn's, and what Python answered. */
class WrappersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/wrappers");
    private static final Path ANYWHERE = Path.of("src/test/resources/fixtures/anywhere");
    private static final Path SPARSE = Path.of("src/test/resources/fixtures/sparse");
    private static final Map<String, String> DATATYPES =
            Map.of(
                    "float64", "FP64", "float32", "FP32", "int64", "INT64", "int32", "INT32",
                    "bool", "BOOL");

    @TempDir Path scratch;

    @TestFactory
    Stream<DynamicTest> answersAsPython() throws IOException {
        return Stream.concat(
                testsOf(FIXTURES.resolve("expected.json")),
                testsOf(FIXTURES.resolve("expected-boosters.json")));
    }

    @TestFactory
    Stream<DynamicTest> answersAsPythonAnywhereAndOverTables() throws IOException {
        return testsOf(ANYWHERE.resolve("expected.json"));
    }

    @TestFactory
    Stream<DynamicTest> answersAsPythonBehindSparseMatrices() throws IOException {
        return testsOf(SPARSE.resolve("expected.json"));
    }

    private Stream<DynamicTest> testsOf(Path expected) throws IOException {
        return JSON.readTree(expected.toFile()).properties().stream()
                .flatMap(model -> testsOf(expected.getParent(), model).stream());
    }

    private List<DynamicTest> testsOf(Path folder, Map.Entry<String, JsonNode> model) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> answer : model.getValue().path("answers").properties()) {
            tests.add(
                    DynamicTest.dynamicTest(
                            model.getKey() + " " + answer.getKey(),
                            () ->
                                    check(
                                            folder.resolve(model.getKey() + ".joblib"),
                                            model.getValue(),
                                            answer)));
        }
        return tests;
    }

    @Test
    void listsTheOutputsOfBoosters() {
        List<RuntimeFactory> runtimes = List.of(new LightgbmRuntimeFactory());
        LendingContext context =
                context(
                        FIXTURES.resolve("booster-lgbm.joblib"),
                        Map.of("extra", Map.of("predict_fn", "apply")),
                        runtimes);
        try (Model served = new SklearnRuntimeFactory().create(context)) {
            JsonNode row = JSON.createObjectNode().putArray("inputs").addObject();
            ((ObjectNode) row).put("name", "x").put("datatype", "FP64");
            ((ObjectNode) row).putArray("shape").add(1).add(4);
            ((ObjectNode) row).putArray("data").add(0.1).add(0.2).add(0.3).add(0.4);
            ObjectNode body = JSON.createObjectNode();
            body.putArray("inputs").add(row);

            assertThatThrownBy(
                            () ->
                                    served.predict(
                                            TestRequests.of(body), RequestContext.background()))
                    .hasMessageContaining(
                            "do not support 'apply', only 'predict', 'predict_proba',")
                    .hasMessageContaining("'margin', 'leaf', 'contributions', 'interactions'");
        }
    }

    @Test
    void describesTheColumnsThatBoostersWereFittedOn() {
        List<RuntimeFactory> runtimes = List.of(new LightgbmRuntimeFactory());
        LendingContext context = context(ANYWHERE.resolve("lgbm-table.joblib"), Map.of(), runtimes);
        try (Model served = new SklearnRuntimeFactory().create(context)) {
            List<TensorMetadata> inputs = served.metadata().inputs();
            assertThat(inputs)
                    .extracting(TensorMetadata::name)
                    .containsExactly("size", "city", "level", "flag", "age");
            assertThat(inputs)
                    .extracting(input -> input.datatype().name())
                    .containsExactly("FP64", "BYTES", "FP64", "FP64", "FP64");
        }
    }

    @Test
    void refusesTextWhereNumbersAreWanted() {
        List<RuntimeFactory> runtimes = List.of(new LightgbmRuntimeFactory());
        LendingContext context = context(ANYWHERE.resolve("lgbm-table.joblib"), Map.of(), runtimes);
        try (Model served = new SklearnRuntimeFactory().create(context)) {
            List<Tensor> columns =
                    Stream.of("size", "city", "level", "flag", "age")
                            .map(name -> Tensor.ofStrings(name, Shape.of(1), List.of("1")))
                            .toList();
            InferenceRequest table =
                    new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());
            assertThatThrownBy(() -> served.predict(table, RequestContext.background()))
                    .hasMessageContaining("input 'size': numbers are wanted, found text");
        }
    }

    @Test
    void refusesModelOfRuntimeThatIsNotInstalled() {
        LendingContext context =
                context(FIXTURES.resolve("pipeline-xgb.joblib"), Map.of(), List.of());

        assertThatThrownBy(() -> new SklearnRuntimeFactory().create(context))
                .hasMessageContaining("runtime 'xgboost' cannot be asked for here");
    }

    private void check(Path file, JsonNode model, Map.Entry<String, JsonNode> answer) {
        List<RuntimeFactory> runtimes =
                List.of(
                        new CatboostRuntimeFactory(),
                        new LightgbmRuntimeFactory(),
                        new XgboostRuntimeFactory());
        Map<String, ?> asked = Map.of("extra", Map.of("predict_fn", answer.getKey()));
        try (Model served = new SklearnRuntimeFactory().create(context(file, asked, runtimes))) {
            List<Tensor> outputs =
                    served.predict(TestRequests.of(request(model)), RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs();
            assertThat(outputs).hasSize(1);
            check(outputs.get(0), answer.getValue());
        }
    }

    private LendingContext context(
            Path file, Map<String, ?> parameters, List<RuntimeFactory> runtimes) {
        return new LendingContext(TestContext.of(file, parameters), scratch, runtimes);
    }

    private static JsonNode request(JsonNode model) {
        if (model.has("inputs")) {
            return model;
        }
        ObjectNode body = JSON.createObjectNode();
        ObjectNode input = body.putArray("inputs").addObject();
        input.put("name", "x").put("datatype", "FP64");
        input.set("shape", model.path("shape"));
        input.set("data", model.path("input"));
        return body;
    }

    private static void check(Tensor output, JsonNode wanted) {
        String dtype = wanted.path("dtype").asText();
        JsonNode values = wanted.path("values");
        assertThat(output.datatype().name()).isEqualTo(DATATYPES.getOrDefault(dtype, "BYTES"));
        assertThat(output.shape().dimension(0)).isEqualTo(wanted.path("shape").get(0).asLong());
        assertThat(output.size()).isEqualTo(values.size());
        double tolerance = dtype.equals("float32") ? 1e-5 : 1e-6;
        for (int i = 0; i < values.size(); i++) {
            if (output.data() instanceof BytesData text) {
                assertThat(text.stringAt(i)).isEqualTo(values.get(i).asText());
            } else {
                double number = number(values.get(i));
                Offset<Double> close = Offset.offset(tolerance * Math.max(1e-3, Math.abs(number)));
                assertThat(output.numbers().doubleAt(i)).as("at %d", i).isCloseTo(number, close);
            }
        }
    }

    private static double number(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        return value.asDouble();
    }
}
