package io.bulkhead.plugin.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Asks every recorded question of the model it was asked of. */
class RecordedCasesTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private final XgboostRuntimeFactory factory = new XgboostRuntimeFactory();

    @TestFactory
    List<DynamicTest> answersAsMlserverDid() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve("cases"))) {
            for (Path file : files.sorted().toList()) {
                for (RecordedCase recorded : RecordedCase.read(file)) {
                    tests.add(DynamicTest.dynamicTest(recorded.name(), () -> check(recorded)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    private void check(RecordedCase recorded) throws Exception {
        try (Model model =
                factory.create(
                        new TestContext(
                                "mlserver_xgboost.XGBoostModel", artifact(recorded.model())))) {
            List<Tensor> outputs;
            try {
                outputs = answer(model, recorded).outputs();
            } catch (ServingException refused) {
                assertThat(recorded.statuses()).contains(status(refused.code()));
                return;
            }
            assertThat(recorded.statuses()).contains(200);
            assertSame(outputs, recorded.expectedOutputs());
        }
    }

    private static InferenceResponse answer(Model model, RecordedCase recorded) throws Exception {
        return model.predict(recorded.request(), RequestContext.background())
                .toCompletableFuture()
                .get();
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT -> 400;
            case UNPROCESSABLE -> 422;
            default -> 500;
        };
    }

    private static void assertSame(List<Tensor> outputs, JsonNode expected) {
        assertThat(outputs).hasSize(expected.size());
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = outputs.get(i);
            JsonNode wanted = expected.get(i);
            assertThat(output.name()).isEqualTo(wanted.get("name").asText());
            assertThat(output.datatype().name()).isEqualTo(wanted.get("datatype").asText());
            assertThat(output.shape()).hasToString(wanted.get("shape").toString());
            double[] values = RecordedCase.numbers(wanted.get("data"));
            double[] answered = output.toDoubles();
            for (int k = 0; k < values.length; k++) {
                assertThat(answered[k])
                        .isCloseTo(values[k], within(1e-6 * Math.max(1, Math.abs(values[k]))));
            }
        }
    }

    /** As the server finds it: the settings' uri, else the first well-known name. */
    private Path artifact(String model) {
        Path folder = RESOURCES.resolve("models").resolve(model);
        Optional<Path> named =
                factory.artifacts().stream().map(folder::resolve).filter(Files::exists).findFirst();
        return named.orElse(folder.resolve("booster-2024.json"));
    }
}
