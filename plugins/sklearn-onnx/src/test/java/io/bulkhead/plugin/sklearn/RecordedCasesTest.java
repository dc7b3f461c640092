package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The recorded cases of real scikit-learn models, asked of the runtime without a server. */
class RecordedCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CORPUS = Path.of("../../conformance/corpus");

    /** Where numpy's single precision keeps four digits at best; ours is computed in double. */
    private static final String NUMPY_IS_ROUGH = "sk-power-transformer";

    private static final String NOT_YET = "is not supported yet";

    @TestFactory
    Stream<DynamicTest> answersPicklesAsRecorded() throws IOException {
        return cases("runtimes");
    }

    @TestFactory
    Stream<DynamicTest> answersOnnxGraphsAsScikitLearnAnswers() throws IOException {
        return cases("runtimes-onnx");
    }

    @Test
    void servesAtLeastTheEstimatorsItHasServedSoFar() throws IOException {
        try (Stream<Path> models = Files.list(CORPUS.resolve("models/runtimes"))) {
            long served =
                    models.filter(folder -> folder.getFileName().toString().startsWith("sk-"))
                            .filter(folder -> load("runtimes", folder).isPresent())
                            .count();

            assertThat(served).isGreaterThanOrEqualTo(162);
        }
    }

    private static Stream<DynamicTest> cases(String suite) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve("cases").resolve(suite))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("sk-")) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> replay(suite, file)));
                }
            }
        }
        return tests.stream();
    }

    private static void replay(String suite, Path file) throws IOException {
        for (JsonNode step : JSON.readTree(file.toFile()).path("steps")) {
            String name = Path.of(step.path("path").asText()).getName(2).toString();
            Optional<Model> model =
                    load(suite, CORPUS.resolve("models").resolve(suite).resolve(name));
            if (model.isEmpty()) {
                return;
            }
            try (Model loaded = model.get()) {
                check(loaded, TestRequests.of(step.path("body")), step);
            }
        }
    }

    /** Empty if it holds an estimator that is not supported yet. */
    private static Optional<Model> load(String suite, Path folder) {
        try {
            Path artifact = artifact(folder);
            JsonNode settings =
                    JSON.readTree(folder.resolve("model-settings.json").toFile())
                            .path("parameters");
            Map<?, ?> parameters = JSON.convertValue(settings, Map.class);
            @SuppressWarnings("unchecked")
            Map<String, Object> byName =
                    parameters == null ? Map.of() : (Map<String, Object>) parameters;
            TestContext context = TestContext.of(artifact, byName);
            return Optional.of(new SklearnRuntimeFactory().create(context));
        } catch (ServingException e) {
            if (e.reason().contains(NOT_YET)) {
                return Optional.empty();
            }
            throw new AssertionError(suite + " " + folder + ": " + e.reason(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path artifact(Path folder) {
        return new SklearnRuntimeFactory()
                .artifacts().stream()
                        .map(folder::resolve)
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
    }

    private static void check(Model model, InferenceRequest request, JsonNode step) {
        JsonNode expected = expected(step);
        if (expected.path("status").asInt() != 200) {
            assertThat(refusal(model, request))
                    .isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNPROCESSABLE);
            return;
        }
        List<Tensor> outputs =
                model.predict(request, RequestContext.background())
                        .toCompletableFuture()
                        .join()
                        .outputs();
        JsonNode wanted = expected.path("body").path("outputs");
        assertThat(outputs).hasSize(wanted.size());
        for (int i = 0; i < outputs.size(); i++) {
            check(outputs.get(i), wanted.get(i), expected);
        }
    }

    /** Where MLServer itself fails, the better answer that the case names. */
    private static JsonNode expected(JsonNode step) {
        JsonNode recorded = step.path("expect");
        JsonNode better = step.path("also");
        if (recorded.path("status").asInt() != 500) {
            return recorded;
        }
        return better.isArray() ? better.path(0) : better;
    }

    private static ErrorCode refusal(Model model, InferenceRequest request) {
        try {
            model.predict(request, RequestContext.background()).toCompletableFuture().join();
        } catch (ServingException e) {
            return e.code();
        }
        throw new AssertionError("the request should have been refused");
    }

    private static void check(Tensor output, JsonNode wanted, JsonNode expected) {
        assertThat(output.name()).isEqualTo(wanted.path("name").asText());
        assertThat(output.shape()).hasToString(wanted.path("shape").toString());
        boolean anyType = !wanted.has("datatype") || expected.has("ignore");
        if (!anyType) {
            assertThat(output.datatype().name()).isEqualTo(wanted.path("datatype").asText());
        }
        checkValues(output, wanted.path("data"), expected);
    }

    private static void checkValues(Tensor output, JsonNode data, JsonNode expected) {
        boolean rough =
                output.datatype() == Datatype.FP32
                        && expected.path("body").path("model_name").asText().equals(NUMPY_IS_ROUGH);
        double rtol = rough ? 1e-4 : expected.path("rtol").asDouble(1e-5);
        double atol = expected.path("atol").asDouble(1e-6);
        for (int i = 0; i < data.size(); i++) {
            if (output.datatype() == Datatype.BYTES) {
                assertThat(((BytesData) output.data()).stringAt(i)).isEqualTo(data.get(i).asText());
            } else {
                double number =
                        data.get(i).isBoolean()
                                ? (data.get(i).asBoolean() ? 1 : 0)
                                : data.get(i).asDouble();
                Offset<Double> close = Offset.offset(atol + rtol * Math.abs(number));
                assertThat(output.numbers().doubleAt(i)).isCloseTo(number, close);
            }
        }
    }
}
