package io.bulkhead.plugin.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
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
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightgbmModelTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    private final LightgbmRuntimeFactory factory = new LightgbmRuntimeFactory();

    @Test
    void namesExpectedAndFoundWidth() {
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 6 features, shape [-1,6], found shape [1,2]",
                () -> answer(load("lgb-binary"), InferenceRequest.of(rows(1, 2))));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 6 features, shape [-1,6], found shape [6]",
                () ->
                        answer(
                                load("lgb-binary"),
                                InferenceRequest.of(rows(1, 6).withShape(Shape.of(6)))));
    }

    @Test
    void refusesText() {
        Tensor text = Tensor.ofStrings("x", Shape.of(1, 6), Collections.nCopies(6, "1"));

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': numbers are wanted, found datatype BYTES",
                () -> answer(load("lgb-binary"), InferenceRequest.of(text)));
    }

    @Test
    void answersNoRowsWithNoRows() {
        Tensor answer = answer(load("lgb-multiclass"), InferenceRequest.of(rows(0, 4)));

        assertThat(answer.shape()).hasToString("[0,3]");
    }

    @Test
    void ordersNamedColumnsAsTheModelNamesThem() {
        Model model = load("lgb-feature-names");
        List<Tensor> columns = new ArrayList<>();
        Object names = model.metadata().properties().get("feature_names").orElseThrow();
        for (Object name : (List<?>) names) {
            double[] value = {50.0 * columns.size()};
            columns.add(Tensor.of((String) name, Shape.of(1), value));
        }
        List<Tensor> reversed = new ArrayList<>(columns);
        Collections.reverse(reversed);

        assertThat(answer(model, table(reversed)).toDoubles())
                .isEqualTo(answer(model, table(columns)).toDoubles());
    }

    @Test
    void namesTheLegalOutputs() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'explain': the model has 'predict', 'predict_proba', 'margin', 'leaf',"
                        + " 'contributions', 'interactions'",
                () -> answer(load("lgb-binary"), asking(rows(1, 6), "explain")));
    }

    @Test
    void answersPredictUnderMlserversNameWhateverIsAskedFor() {
        Path artifact = MODELS.resolve("lgb-binary").resolve("model.bst");
        Model model = factory.create(new TestContext("mlserver_lightgbm.LightGBMModel", artifact));

        assertThat(answer(model, asking(rows(1, 6), "explain")).name()).isEqualTo("predict");
        assertThat(model.metadata().outputs())
                .extracting(TensorMetadata::name)
                .containsExactly("predict");
    }

    @Test
    void answersUnderTheNameThatTheClientUses() {
        Tensor raw = answer(load("lgb-binary"), asking(rows(2, 6), "raw"));

        assertThat(raw.name()).isEqualTo("raw");
        assertThat(raw.toDoubles())
                .isEqualTo(answer(load("lgb-binary"), asking(rows(2, 6), "margin")).toDoubles());
    }

    @Test
    void tellsNamesTypesAndShapesOfItsOutputs() {
        assertThat(load("lgb-multiclass").metadata().outputs())
                .extracting(o -> o.name() + " " + o.datatype() + " " + o.shape())
                .containsExactly(
                        "predict FP64 [-1,3]",
                        "predict_proba FP64 [-1,3]",
                        "margin FP64 [-1,3]",
                        "leaf INT32 [-1,24]",
                        "contributions FP64 [-1,3,5]",
                        "interactions FP64 [-1,3,5,5]");
        assertThat(load("lgb-binary").metadata().outputs())
                .extracting(o -> o.name() + " " + o.shape())
                .contains("predict [-1,1]", "predict_proba [-1,2]", "contributions [-1,7]");
    }

    private static InferenceRequest asking(Tensor rows, String output) {
        return InferenceRequest.of(rows)
                .withOutputs(List.of(new RequestedOutput(output, Parameters.empty())));
    }

    @Test
    void tellsWhatTheFileSaysOfItself() {
        Model model = load("lgb-multiclass");

        assertThat(model.metadata().platform()).isEqualTo("lightgbm");
        assertThat(model.metadata().properties().asMap())
                .containsEntry("format", "text v4")
                .containsEntry("objective", "multiclass num_class:3")
                .containsEntry("num_feature", 4L);
        assertThat(model.metadata().outputs().get(0).shape()).hasToString("[-1,3]");
    }

    @Test
    void recognisesItsFilesByContent(@TempDir Path folder) throws IOException {
        Path xgboost = Files.writeString(folder.resolve("model.bst"), "{\"learner\": {}}");

        Path dumped = Path.of("src/test/resources/dumped/binary.json");

        assertThat(factory.recognises(xgboost)).isFalse();
        assertThat(factory.recognises(dumped)).isTrue();
        assertThat(factory.recognises(folder)).isFalse();
        assertThat(factory.recognises(MODELS.resolve("lgb-binary/model.bst"))).isTrue();
    }

    @Test
    void saysWhatAFolderWithoutModelLacks(@TempDir Path folder) {
        assertRefused(
                ErrorCode.MODEL_LOAD_FAILED,
                "folder '"
                        + folder.getFileName()
                        + "' holds none of model.bst, model.txt, model.json",
                () -> factory.create(new TestContext(folder)));
    }

    private Model load(String model) {
        return factory.create(new TestContext(MODELS.resolve(model).resolve("model.bst")));
    }

    private static Tensor rows(int count, int width) {
        return Tensor.of("x", Shape.of(count, width), new double[count * width]);
    }

    private static InferenceRequest table(List<Tensor> columns) {
        return new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());
    }

    private static Tensor answer(Model model, InferenceRequest request) {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0);
    }

    private static void assertRefused(ErrorCode code, String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ServingException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            assertThat(refused.reason()).isEqualTo(message);
                        });
    }
}
