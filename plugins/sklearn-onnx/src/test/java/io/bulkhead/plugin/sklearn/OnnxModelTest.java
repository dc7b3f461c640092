package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/onnx");
    private static final Path MODELS = Path.of("../../conformance/corpus/models");

    @Test
    void tellsItsInputsAndOutputs() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-clf/model/model.onnx"))) {
            assertThat(model.metadata().inputs())
                    .containsExactly(metadata("X", Datatype.FP32, Shape.ANY, 4));
            assertThat(model.metadata().outputs())
                    .containsExactly(
                            metadata("label", Datatype.INT64, Shape.ANY, 1), // as it is sent
                            metadata("probabilities", Datatype.FP32, Shape.ANY, 3));
            assertThat(model.metadata().properties().getString("producer")).contains("skl2onnx");
        }
    }

    @Test
    void tellsOfMapsFromClassesTheMatrixThatTheyAreSentAs() {
        try (Model model = load(FIXTURES.resolve("zipmap.onnx"))) {
            assertThat(model.metadata().outputs())
                    .extracting(TensorMetadata::datatype, TensorMetadata::shape)
                    .contains(tuple(Datatype.FP32, Shape.of(Shape.ANY, 3)));
        }
    }

    @Test
    void knowsConvertersNamesByThoseOfMlserver() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-clf/model/model.onnx"))) {
            Tensor row = Tensor.of("any", Shape.of(1, 4), new double[] {5.1, 3.5, 1.4, 0.2});

            assertThat(ask(model, InferenceRequest.of(row)).get(0).name()).isEqualTo("predict");
            assertThat(ask(model, wanting("predict_proba", row)).get(0).shape())
                    .isEqualTo(Shape.of(1, 3));
            assertThat(ask(model, wanting("label", row)).get(0).name()).isEqualTo("label");
        }
    }

    @Test
    void refusesOutputsThatTheGraphDoesNotHave() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-clf/model/model.onnx"))) {
            Tensor row = Tensor.of("any", Shape.of(1, 4), new double[4]);

            assertThatExceptionOfType(ServingException.class)
                    .isThrownBy(() -> ask(model, wanting("transform", row)))
                    .withMessage("model has no output 'transform', only label, probabilities")
                    .extracting(ServingException::code)
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void answersAllOutputsOfAGraphOfAnotherOrigin() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-two/model/model.onnx"))) {
            Tensor a = Tensor.of("a", Shape.of(1, 3), new float[] {1, 2, 3});
            Tensor b = Tensor.of("b", Shape.of(1, 3), new float[] {10, 20, 30});

            List<Tensor> outputs = ask(model, InferenceRequest.of(b, a));

            assertThat(outputs).extracting(Tensor::name).containsExactly("total", "sum");
            assertThat(outputs.get(0).toFloats()).containsExactly(12.5f, 25, 37.5f); // 2.5 a + b
        }
    }

    @Test
    void namesTheInputThatIsMissing() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-two/model/model.onnx"))) {
            Tensor a = Tensor.of("a", Shape.of(1, 3), new float[3]);

            assertThatExceptionOfType(ServingException.class)
                    .isThrownBy(() -> ask(model, InferenceRequest.of(a)))
                    .withMessage("input 'b' is missing")
                    .extracting(ServingException::code)
                    .isEqualTo(ErrorCode.UNPROCESSABLE);
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-clf/model/model.onnx"))) {
            assertRefused(
                    model,
                    Tensor.of("x", Shape.of(1, 3), new double[3]),
                    "input 'x': shape [1,3] does not fit the model's [-1,4]");
            assertRefused(
                    model,
                    Tensor.of("x", Shape.of(0, 4), new double[0]),
                    "input 'x' has no values");
            assertRefused(
                    model,
                    Tensor.ofStrings("x", Shape.of(1, 4), List.of("a", "b", "c", "d")),
                    "input 'x': numbers are wanted, found datatype BYTES");
        }
    }

    @Test
    void turnsTheMapsOfAZipMapIntoAMatrix() {
        try (Model model = load(FIXTURES.resolve("zipmap.onnx"))) {
            Tensor row = Tensor.of("x", Shape.of(2, 4), new double[] {1, 0, 0, 0, 0, 0, 0, 3});

            Tensor shares = ask(model, wanting("predict_proba", row)).get(0);

            assertThat(shares.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(shares.toFloats()[0] + shares.toFloats()[1] + shares.toFloats()[2])
                    .isBetween(0.9999f, 1.0001f);
        }
    }

    @Test
    void readsMemoryOutsideOfTheHeapWhereItLies() {
        try (Model model = load(MODELS.resolve("mlflow/onnx-clf/model/model.onnx"))) {
            ByteBuffer direct = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
            direct.asFloatBuffer().put(new float[] {6.4f, 2.7f, 5.3f, 1.9f});
            Tensor row = new Tensor("x", Shape.of(1, 4), NumericData.wrap(Datatype.FP32, direct));

            assertThat(ask(model, InferenceRequest.of(row)).get(0).toLongs()).containsExactly(2);
        }
    }

    @Test
    void refusesThreadsThatCannotBe() {
        Path file = MODELS.resolve("mlflow/onnx-clf/model/model.onnx");
        TestContext context = TestContext.of(file, Map.of("extra", Map.of("intra_op_threads", 0)));

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> new SklearnRuntimeFactory().create(context))
                .withMessage("parameters.extra.intra_op_threads must be 1 to 1024, found 0");
    }

    private static Model load(Path file) {
        return new SklearnRuntimeFactory().create(TestContext.of(file));
    }

    private static TensorMetadata metadata(String name, Datatype datatype, long... shape) {
        return new TensorMetadata(name, datatype, Shape.of(shape), Parameters.empty());
    }

    private static InferenceRequest wanting(String output, Tensor input) {
        return InferenceRequest.of(input)
                .withOutputs(List.of(new RequestedOutput(output, Parameters.empty())));
    }

    private static List<Tensor> ask(Model model, InferenceRequest request) {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs();
    }

    private static void assertRefused(Model model, Tensor input, String message) {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> ask(model, InferenceRequest.of(input)))
                .withMessage(message)
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.UNPROCESSABLE);
    }
}
