package io.bulkhead.plugin.xgboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.plugin.xgboost.format.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explains as XGBoost 2.1 did: files of src/test/python/write_attributions.py. */
class AttributionTest {
    private static final Path FOLDER = Path.of("src/test/resources/attributions");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numeric",
                "deep",
                "multi",
                "forest",
                "dart",
                "categorical",
                "onehot",
                "early",
                "stump",
                "linear",
                "linear-multi",
                "one-class",
                "untrained",
                "untrained-multi",
                "untrained-base"
            })
    void agreesWithTheLibrary(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".expected.json").toFile());
        Predictor predictor = Predictor.of(new ModelFile(FOLDER.resolve(name + ".ubj")).read());
        int count = expected.get("row_count").asInt();
        float[] rows = numbers(expected.get("rows"));

        assertClose(predictor.margins(rows, count), numbers(expected.get("margins")));
        assertClose(predictor.contributions(rows, count), numbers(expected.get("contributions")));
        assertThat(predictor.hasInteractions()).isEqualTo(expected.has("interactions"));
        if (predictor.hasInteractions()) {
            assertClose(predictor.interactions(rows, count), numbers(expected.get("interactions")));
            assertSame(predictor.leaves(rows, count), expected.get("leaves"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numeric", "deep", "multi", "dart", "categorical"})
    void sharesOutAllOfTheMargin(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".expected.json").toFile());
        Predictor predictor = Predictor.of(new ModelFile(FOLDER.resolve(name + ".ubj")).read());
        int count = expected.get("row_count").asInt();
        float[] rows = numbers(expected.get("rows"));
        float[] margins = predictor.margins(rows, count);
        float[] contributions = predictor.contributions(rows, count);
        float[] interactions = predictor.interactions(rows, count);
        int width = predictor.featureCount() + 1;

        for (int i = 0; i < margins.length; i++) {
            assertThat(sum(contributions, i * width, width)).isCloseTo(margins[i], within(1e-5));
        }
        for (int i = 0; i < contributions.length; i++) {
            assertThat(sum(interactions, i * width, width))
                    .isCloseTo(contributions[i], within(1e-5));
        }
    }

    private static double sum(float[] values, int first, int count) {
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** The library computes in 32 bits throughout. */
    private static void assertClose(float[] found, float[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        float largest = 0;
        for (float value : wanted) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i]).as("number %d", i).isCloseTo(wanted[i], within(1e-5f * largest));
        }
    }

    private static void assertSame(int[] found, JsonNode wanted) {
        assertThat(found).hasSize(wanted.size());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isEqualTo(wanted.get(i).asInt());
        }
    }

    private static float[] numbers(JsonNode values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).isNull() ? Float.NaN : (float) values.get(i).asDouble();
        }
        return numbers;
    }
}
