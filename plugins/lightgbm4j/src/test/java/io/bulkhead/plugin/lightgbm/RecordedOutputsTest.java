package io.bulkhead.plugin.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives all outputs as LightGBM 4.6 did: files of src/test/python/write_outputs.py. */
class RecordedOutputsTest {
    private static final Path FOLDER = Path.of("src/test/resources/outputs");
    private static final List<String> NAMES =
            List.of("predict", "predict_proba", "margin", "leaf", "contributions");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary",
                "multiclass",
                "multiclass-ova",
                "forest",
                "forest-multiclass",
                "dart",
                "poisson",
                "deep",
                "zero-as-missing",
                "stumps",
                "linear",
                "categorical",
                "two-bins"
            })
    void answersAsTheLibraryDoes(String name) throws IOException {
        check(name, FOLDER.resolve(name + ".txt"));
    }

    /** As {@code dump_model} gave it: files of src/test/python/write_dumps.py. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary",
                "zero-as-missing",
                "stumps",
                "linear",
                "categorical",
                "forest-multiclass",
                "two-bins"
            })
    void answersFromDumpedModels(String name) throws IOException {
        check(name, Path.of("src/test/resources/dumped").resolve(name + ".json"));
    }

    /** What {@code model_to_string} gave, as JSON. */
    @Test
    void answersFromTextInJson() throws IOException {
        String text = Files.readString(FOLDER.resolve("multiclass.txt"));
        ObjectMapper json = new ObjectMapper();

        check("multiclass", written("alone.json", json.writeValueAsString(text)));
        check(
                "multiclass",
                written(
                        "member.json",
                        json.writeValueAsString(Map.of("note", "ours", "model_str", text))));
    }

    @Test
    void saysWhatJsonShouldHold() {
        assertThatThrownBy(() -> check("multiclass", written("other.json", "{\"a\": [1]}")))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("neither what model_to_string gives")
                .hasMessageContaining("nor what dump_model gives");
        assertThatThrownBy(() -> check("multiclass", written("cut.json", "{\"tree_info\": [")))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("no legal JSON");
    }

    private Path written(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void check(String name, Path file) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".expected.json").toFile());
        Model model = new LightgbmRuntimeFactory().create(new TestContext(file));
        List<RequestedOutput> wanted = new ArrayList<>();
        for (TensorMetadata output : model.metadata().outputs()) {
            if (!output.name().equals("interactions")) { // which the library does not have
                wanted.add(new RequestedOutput(output.name(), Parameters.empty()));
            }
        }
        assertThat(wanted)
                .extracting(RequestedOutput::name)
                .containsExactlyElementsOf(NAMES.stream().filter(expected::has).toList());

        int count = expected.get("row_count").asInt();
        double[] values = numbers(expected.get("rows"));
        Tensor rows = Tensor.of("x", Shape.of(count, values.length / count), values);
        InferenceRequest request = InferenceRequest.of(rows).withOutputs(wanted);

        model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .forEach(output -> assertClose(output, numbers(expected.get(output.name()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "forest", "deep", "categorical"})
    void linesOfInteractionsSumUpToContributions(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".expected.json").toFile());
        Model model =
                new LightgbmRuntimeFactory().create(new TestContext(FOLDER.resolve(name + ".txt")));
        int count = expected.get("row_count").asInt();
        double[] values = numbers(expected.get("rows"));
        InferenceRequest request =
                InferenceRequest.of(Tensor.of("x", Shape.of(count, values.length / count), values))
                        .withOutputs(
                                List.of(new RequestedOutput("interactions", Parameters.empty())));

        Tensor pairs =
                model.predict(request, RequestContext.background())
                        .toCompletableFuture()
                        .join()
                        .outputs()
                        .get(0);

        double[] contributions = numbers(expected.get("contributions"));
        int width = values.length / count + 1;
        double[] found = pairs.toDoubles();
        assertThat(found).hasSize(contributions.length * width);
        for (int line = 0; line < contributions.length; line++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += found[line * width + i];
            }
            assertThat(sum).as("line %d", line).isCloseTo(contributions[line], within(1e-9));
        }
    }

    private static void assertClose(Tensor output, double[] wanted) {
        double[] found = output.toDoubles();
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i])
                    .as("%s %d", output.name(), i)
                    .isCloseTo(wanted[i], within(1e-12 * Math.max(1, Math.abs(wanted[i]))));
        }
    }

    private static double[] numbers(JsonNode values) {
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).isNull() ? Double.NaN : values.get(i).asDouble();
        }
        return numbers;
    }
}
