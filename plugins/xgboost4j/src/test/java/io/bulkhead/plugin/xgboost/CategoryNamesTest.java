package io.bulkhead.plugin.xgboost;

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
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Categories by their names, and margins that rows start from, as Python has them. */
class CategoryNamesTest {
    private static final Path FOLDER = Path.of("src/test/resources/categories");
    private static final String NAMED = "named.json";

    private JsonNode recorded;

    @BeforeEach
    void readWhatPythonAnswers() throws IOException {
        recorded = new ObjectMapper().readTree(FOLDER.resolve("named.expected.json").toFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {NAMED, "named.ubj"})
    void takesTheNamesOfCategories(String file) {
        try (Model model = load(file)) {
            assertSame(answer(model, request(List.of()), "predict"), "predict");
        }
    }

    @Test
    void takesColumnsAsTheMetadataDescribesThem() {
        try (Model model = load(NAMED)) {
            InferenceRequest table = request(List.of());
            InferenceRequest plain =
                    new InferenceRequest("", Parameters.empty(), table.inputs(), List.of());

            assertThat(model.metadata().inputs())
                    .extracting(TensorMetadata::name)
                    .containsExactlyInAnyOrderElementsOf(
                            table.inputs().stream().map(Tensor::name).toList());
            assertThat(model.metadata().inputs())
                    .extracting(TensorMetadata::datatype)
                    .contains(Datatype.BYTES, Datatype.FP32);
            assertSame(answer(model, plain, "predict"), "predict");
        }
    }

    @Test
    void namesTheColumnsThatAreMissing() {
        try (Model model = load(NAMED)) {
            List<Tensor> columns = request(List.of()).inputs();
            List<Tensor> fewer = columns.subList(1, columns.size());
            InferenceRequest request =
                    new InferenceRequest("", Parameters.empty(), fewer, List.of());

            assertThatThrownBy(() -> answer(model, request, "predict"))
                    .isInstanceOf(ServingException.class)
                    .hasMessageContaining("missing: '" + columns.get(0).name() + "'");
        }
    }

    @Test
    void startsFromTheMarginsOfTheRequest() {
        Tensor margins = margins(numbers("base_margin"));

        try (Model model = load(NAMED)) {
            InferenceRequest request = request(List.of(margins));
            assertSame(answer(model, request, "predict"), "from_base_margin");
            assertSame(answer(model, request, "margin"), "from_base_margin");
            assertSame(addedUp(answer(model, request, "contributions")), "from_base_margin");
        }
    }

    @Test
    void saysHowManyMarginsItWants() {
        try (Model model = load(NAMED)) {
            assertThatThrownBy(
                            () ->
                                    answer(
                                            model,
                                            request(List.of(margins(new double[3]))),
                                            "predict"))
                    .isInstanceOf(ServingException.class)
                    .hasMessage(
                            "input 'base_margin': 1 numbers for each of 40 rows are wanted,"
                                    + " found FP64 of shape [3]");
        }
    }

    private static Tensor margins(double[] values) {
        return Tensor.of("base_margin", Shape.of(values.length), values);
    }

    private static Model load(String file) {
        return new XgboostRuntimeFactory().create(new TestContext(FOLDER.resolve(file)));
    }

    private InferenceRequest request(List<Tensor> further) {
        List<Tensor> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column : recorded.get("rows").properties()) {
            columns.add(column(column.getKey(), column.getValue()));
        }
        columns.addAll(further);
        return new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());
    }

    private static Tensor column(String name, JsonNode values) {
        Shape shape = Shape.of(values.size());
        if (values.get(0).isTextual()) {
            List<String> texts = new ArrayList<>();
            values.forEach(value -> texts.add(value.asText()));
            return Tensor.ofStrings(name, shape, texts);
        }
        return Tensor.of(name, shape, RecordedCase.numbers(values));
    }

    private static double[] answer(Model model, InferenceRequest request, String output) {
        List<RequestedOutput> outputs = List.of(new RequestedOutput(output, Parameters.empty()));
        return model.predict(request.withOutputs(outputs), RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0)
                .toDoubles();
    }

    private static double[] addedUp(double[] contributions) {
        double[] sums = new double[contributions.length / 4];
        for (int i = 0; i < contributions.length; i++) {
            sums[i / 4] += contributions[i];
        }
        return sums;
    }

    private double[] numbers(String field) {
        return RecordedCase.numbers(recorded.get(field));
    }

    private void assertSame(double[] answered, String field) {
        assertThat(answered).containsExactly(numbers(field), within(2e-6));
    }
}
