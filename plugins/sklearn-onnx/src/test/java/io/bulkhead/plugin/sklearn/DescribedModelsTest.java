package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.CatboostRuntimeFactory;
import io.bulkhead.plugin.lightgbm.LightgbmRuntimeFactory;
import io.bulkhead.plugin.xgboost.XgboostRuntimeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A client that knows a model only by its metadata can ask it, and gets what they tell. */
class DescribedModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path CORPUS = Path.of("../../conformance/corpus");

    @TempDir Path scratch;

    @TestFactory
    Stream<DynamicTest> takesWhatItsMetadataListAndAnswersAsTheyTell() throws IOException {
        return tests(FIXTURES, ".*/fixtures/.+/[^/]+[.](joblib|skops)", RecordedRows::of);
    }

    @TestFactory
    Stream<DynamicTest> tellsOfTheModelsOfTheCorpus() throws IOException {
        Path models = CORPUS.resolve("models/runtimes");
        return tests(
                models, ".*/sk-[^/]+/model[.](joblib|pickle|pkl)", DescribedModelsTest::recorded);
    }

    @TestFactory
    Stream<DynamicTest> tellsOfGraphs() throws IOException {
        Path models = CORPUS.resolve("models/runtimes-onnx");
        return tests(models, ".*/sk-[^/]+/model[.]onnx", DescribedModelsTest::recorded);
    }

    private Stream<DynamicTest> tests(
            Path folder, String pattern, Function<Path, RecordedRows> recorded) throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.walk(folder)) {
            models = files.filter(file -> file.toString().matches(pattern)).sorted().toList();
        }
        assertThat(models).isNotEmpty();
        return models.stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        folder.relativize(file).toString(),
                                        () -> check(file, recorded.apply(file))));
    }

    /** The rows of the first case of a model. */
    private static RecordedRows recorded(Path model) {
        String name = model.getParent().getFileName().toString();
        String suite = model.getParent().getParent().getFileName().toString();
        try (Stream<Path> cases = Files.list(CORPUS.resolve("cases").resolve(suite))) {
            return cases.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .sorted()
                    .map(file -> RecordedRows.read(file).path("steps").get(0))
                    .filter(step -> step.path("path").asText().contains("/" + name + "/"))
                    .filter(step -> step.path("body").path("inputs").path(0).has("data"))
                    .findFirst()
                    .map(step -> RecordedRows.ofNode(step.path("body")))
                    .orElse(new RecordedRows(Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Path file, RecordedRows rows) {
        try (Model model = new SklearnRuntimeFactory().create(context(file))) {
            List<TensorMetadata> inputs = model.metadata().inputs();
            assertThat(inputs).isNotEmpty();
            List<Tensor> answers = new ArrayList<>();
            for (String output : outputs(model)) {
                answers.addAll(answer(model, request(inputs, rows, output)));
            }
            List<TensorMetadata> told = model.metadata().outputs();
            assertThat(told)
                    .extracting(TensorMetadata::name)
                    .containsExactlyElementsOf(answers.stream().map(Tensor::name).toList());
            for (int i = 0; i < answers.size(); i++) {
                checkForm(answers.get(i), told.get(i));
            }
        }
    }

    private LendingContext context(Path file) {
        return new LendingContext(
                TestContext.of(file),
                scratch,
                List.of(
                        new CatboostRuntimeFactory(),
                        new LightgbmRuntimeFactory(),
                        new XgboostRuntimeFactory()));
    }

    /** All that it has, told or not; of a graph those that it tells. */
    private static List<String> outputs(Model model) {
        if (model.metadata().platform().equals("onnx")) {
            return model.metadata().outputs().stream().map(TensorMetadata::name).toList();
        }
        JsonNode names = JSON.valueToTree(model.metadata().properties().asMap().get("outputs"));
        List<String> outputs = new ArrayList<>();
        names.forEach(name -> outputs.add(name.asText()));
        return outputs;
    }

    /** Nothing where the model has no such answer for any row: it has no form then. */
    private static List<Tensor> answer(Model model, InferenceRequest request) {
        try {
            return model.predict(request, RequestContext.background())
                    .toCompletableFuture()
                    .join()
                    .outputs();
        } catch (ServingException e) {
            assertThat(e.reason())
                    .containsAnyOf("which is no tensor", "that know more than two classes");
            return List.of();
        }
    }

    private static InferenceRequest request(
            List<TensorMetadata> inputs, RecordedRows rows, String output) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode tensors = body.putArray("inputs");
        for (TensorMetadata input : inputs) {
            ObjectNode tensor = tensors.addObject().put("name", input.name());
            tensor.put("datatype", input.datatype().name());
            ArrayNode shape = tensor.putArray("shape").add(2);
            boolean matrix = input.shape().rank() == 2;
            int width = matrix ? (int) Math.abs(input.shape().dimension(1)) : 1;
            if (matrix) {
                shape.add(width);
            }
            boolean text = input.datatype() == Datatype.BYTES;
            tensor.set("data", rows.twoRows(input.name(), tensors.size() - 1, width, text));
        }
        body.putArray("outputs").addObject().put("name", output);
        return TestRequests.of(body);
    }

    private static void checkForm(Tensor answer, TensorMetadata told) {
        assertThat(answer.datatype()).as(answer.name()).isEqualTo(told.datatype());
        assertThat(answer.shape().rank()).as(answer.name()).isEqualTo(told.shape().rank());
        for (int axis = 0; axis < answer.shape().rank(); axis++) {
            long dimension = told.shape().dimension(axis);
            assertThat(dimension)
                    .as("%s: axis %d of %s", answer.name(), axis, told.shape())
                    .isIn(Shape.ANY, answer.shape().dimension(axis));
        }
    }
}
