package io.bulkhead.plugin.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives all outputs as LightGBM 4.6 did: files of src/test/python/write_outputs.py. */
class RecordedOutputsTest {
    private static final Path FOLDER = Path.of("src/test/resources/outputs");
    private static final List<String> NAMES =
            List.of("predict", "predict_proba", "margin", "leaf", "contributions");

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
                "categorical"
            })
    void answersAsTheLibraryDoes(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".expected.json").toFile());
        Model model =
                new LightgbmRuntimeFactory().create(new TestContext(FOLDER.resolve(name + ".txt")));
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
