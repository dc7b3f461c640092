package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
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

/** Predictors with the options that recorded cases leave at their defaults, on random rows. */
class PredictorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/predictors");

    @TestFactory
    Stream<DynamicTest> answersAsScikitLearn() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String version :
                List.of(
                        "1.0.2",
                        "1.1.3",
                        "1.5.2",
                        "1.7.2",
                        "1.7.2-single",
                        "1.9.1",
                        "1.0.2-drawn",
                        "1.9.1-drawn",
                        "1.3.2-codes",
                        "1.9.1-codes",
                        "1.5.2-columns",
                        "1.9.1-columns",
                        "1.5.2-pipelines",
                        "1.9.1-pipelines",
                        "1.1.3-dtypes",
                        "1.5.2-dtypes",
                        "1.9.1-dtypes")) {
            Path folder = FIXTURES.resolve("sklearn-" + version);
            JsonNode expected = JSON.readTree(folder.resolve("expected.json").toFile());
            for (Map.Entry<String, JsonNode> model : expected.path("models").properties()) {
                String name = model.getValue().path("file").asText(model.getKey());
                Path file = folder.resolve(name + ".joblib");
                JsonNode rows = expected.path("rows").path(model.getValue().path("rows").asText());
                JsonNode answers = model.getValue().path("answers");
                for (Map.Entry<String, JsonNode> answer : answers.properties()) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    version + " " + model.getKey() + " " + answer.getKey(),
                                    () -> check(file, answer.getKey(), rows, answer.getValue())));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void refusesProbabilitiesOfChainsOfMoreThanTwoClasses() {
        Path file = FIXTURES.resolve("sklearn-1.9.1-drawn/chain-three.joblib");
        TestContext context =
                TestContext.of(file, Map.of("extra", Map.of("predict_fn", "predict_proba")));
        InferenceRequest row =
                InferenceRequest.of(Tensor.of("x", Shape.of(1, 3), new double[] {1, 2, 3}));
        try (Model model = new SklearnRuntimeFactory().create(context)) {
            assertThatThrownBy(() -> model.predict(row, RequestContext.background()))
                    .isInstanceOf(ServingException.class)
                    .hasMessage(
                            "a chain of classifiers that know more than two classes answers only"
                                    + " 'predict'");
        }
    }

    private static void check(Path file, String method, JsonNode rows, JsonNode wanted) {
        TestContext context = TestContext.of(file, Map.of("extra", Map.of("predict_fn", method)));
        try (Model model = new SklearnRuntimeFactory().create(context)) {
            Tensor output =
                    model.predict(TestRequests.of(request(rows)), RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs()
                            .get(0);
            assertThat(output.name()).isEqualTo(method);
            assertThat(output.datatype().name()).isEqualTo(wanted.path("datatype").asText());
            assertThat(output.shape()).hasToString(wanted.path("shape").toString());
            checkValues(output, wanted.path("values"));
        }
    }

    private static JsonNode request(JsonNode rows) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode inputs = body.putArray("inputs");
        if (rows.has("data")) {
            String datatype = rows.path("datatype").asText("FP64");
            inputs.add(input("x", datatype, rows.path("data")).set("shape", rows.path("shape")));
            return body;
        }
        body.putObject("parameters").put("content_type", "pd");
        for (Map.Entry<String, JsonNode> column : rows.path("table").properties()) {
            JsonNode values = column.getValue();
            String text = values.path(0).isTextual() ? "BYTES" : "FP64";
            JsonNode data = values.isObject() ? values.path("data") : values;
            ObjectNode input = input(column.getKey(), values.path("datatype").asText(text), data);
            input.putArray("shape").add(data.size());
            inputs.add(input);
        }
        return body;
    }

    private static ObjectNode input(String name, String datatype, JsonNode data) {
        ObjectNode input = JSON.createObjectNode().put("name", name).put("datatype", datatype);
        input.set("data", data);
        return input;
    }

    /** Of half precision two units of its last place: numpy rounds on the way, too. */
    private static double tolerance(Datatype datatype) {
        return switch (datatype) {
            case FP16 -> 2e-3;
            case FP32 -> 1e-5;
            default -> 1e-6;
        };
    }

    private static void checkValues(Tensor output, JsonNode wanted) {
        assertThat(output.size()).isEqualTo(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            if (output.data() instanceof BytesData text) {
                assertThat(text.stringAt(i)).isEqualTo(wanted.get(i).asText());
            } else {
                double number = wanted.get(i).asDouble();
                double tolerance = tolerance(output.datatype());
                Offset<Double> close =
                        Offset.offset(tolerance * Math.abs(number) + tolerance * 1e-3);
                if (wanted.get(i).isNull() || Double.isInfinite(number)) {
                    assertThat(output.numbers().doubleAt(i)).as("value %d", i).isNotFinite();
                    continue;
                }
                assertThat(output.numbers().doubleAt(i)).as("value %d", i).isCloseTo(number, close);
            }
        }
    }
}
