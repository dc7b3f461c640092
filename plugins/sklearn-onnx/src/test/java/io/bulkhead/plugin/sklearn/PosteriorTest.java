package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imputers that draw what is missing: distributed as what scikit-learn draws. */
class PosteriorTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/posterior");
    private static final int DRAWS = 20_000;

    /** Of the standard error of a mean: one run in a million is further off. */
    private static final double ERRORS = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "free-1.5.2",
                "wide-1.5.2",
                "narrow-1.5.2",
                "free-1.9.1",
                "wide-1.9.1",
                "narrow-1.9.1",
                "ard-1.5.2",
                "ard-1.9.1",
                "process-1.9.1"
            })
    void drawsFromTheDistributionThatPythonDrawsFrom(String name) throws IOException {
        JsonNode told = new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
        TestContext context =
                TestContext.of(
                        FOLDER.resolve(name + ".joblib"),
                        Map.of("extra", Map.of("predict_fn", "transform")));
        try (Model imputer = new SklearnRuntimeFactory().create(context)) {
            for (int row = 0; row < told.path("rows").size(); row++) {
                double[] drawn = drawn(imputer, told.path("rows").get(row));
                double mean = told.path("drawn").get(row).get(0).asDouble();
                double deviation = told.path("drawn").get(row).get(1).asDouble();
                double error = ERRORS * deviation / Math.sqrt(DRAWS) + 1e-9;

                assertThat(Arrays.stream(drawn).average().orElseThrow())
                        .isCloseTo(mean, Offset.offset(error));
                assertThat(deviation(drawn, mean)).isCloseTo(deviation, Offset.offset(error));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "free-1.5.2")
    void drawsAnewForEachRequest(String name) throws IOException {
        JsonNode told = new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
        TestContext context =
                TestContext.of(
                        FOLDER.resolve(name + ".joblib"),
                        Map.of("extra", Map.of("predict_fn", "transform")));
        try (Model imputer = new SklearnRuntimeFactory().create(context)) {
            JsonNode row = told.path("rows").get(0);
            assertThat(drawn(imputer, row)).isNotEqualTo(drawn(imputer, row));
        }
    }

    /** What is filled in for the second feature of equal rows. */
    private static double[] drawn(Model imputer, JsonNode row) {
        double[] rows = new double[DRAWS * row.size()];
        Arrays.setAll(
                rows,
                i -> {
                    JsonNode cell = row.get(i % row.size());
                    return cell.isNull() ? Double.NaN : cell.asDouble();
                });
        Tensor asked = Tensor.of("x", Shape.of(DRAWS, row.size()), rows);
        double[] filled =
                imputer.predict(InferenceRequest.of(asked), RequestContext.background())
                        .toCompletableFuture()
                        .join()
                        .outputs()
                        .get(0)
                        .toDoubles();
        double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, i -> filled[i * row.size() + 1]);
        return drawn;
    }

    private static double deviation(double[] drawn, double mean) {
        return Math.sqrt(
                Arrays.stream(drawn)
                        .map(each -> (each - mean) * (each - mean))
                        .average()
                        .orElseThrow());
    }
}
