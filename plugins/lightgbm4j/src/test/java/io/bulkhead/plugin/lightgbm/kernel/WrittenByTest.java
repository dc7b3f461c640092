package io.bulkhead.plugin.lightgbm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.plugin.lightgbm.format.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files of versions from 2.3 on, written by src/test/python/write_models.py. */
class WrittenByTest {
    private static final Path FOLDER = Path.of("src/test/resources/written-by");
    private static final String EXPECTED = ".expected.json";

    @TestFactory
    Stream<DynamicTest> predictsAsTheVersionThatWroteTheFile() throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.walk(FOLDER)) {
            models = files.filter(WrittenByTest::isModel).sorted().toList();
        }
        assertThat(models).hasSizeGreaterThan(25);
        return models.stream()
                .map(
                        model ->
                                DynamicTest.dynamicTest(
                                        FOLDER.relativize(model).toString(), () -> check(model)));
    }

    private static boolean isModel(Path file) {
        return Files.isRegularFile(file) && !file.toString().endsWith(EXPECTED);
    }

    private static void check(Path model) throws IOException {
        String name = model.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        JsonNode expected =
                new ObjectMapper().readTree(model.resolveSibling(stem + EXPECTED).toFile());
        double[] rows = numbers(expected.get("rows"));
        Predictor predictor = Predictor.of(new ModelFile(model).read());

        double[] predictions = predictor.predict(rows, expected.get("rows").size());

        double[] wanted = numbers(expected.get("predictions"));
        assertThat(predictions).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(predictions[i])
                    .isCloseTo(wanted[i], within(1e-13 * Math.max(1, Math.abs(wanted[i]))));
        }
    }

    private static double[] numbers(JsonNode values) {
        double[] numbers = new double[Math.max(1, values.get(0).size()) * values.size()];
        int next = 0;
        for (JsonNode value : values) {
            for (JsonNode number : value.isArray() ? value : List.of(value)) {
                numbers[next++] = number.isNull() ? Double.NaN : number.asDouble();
            }
        }
        return numbers;
    }
}
