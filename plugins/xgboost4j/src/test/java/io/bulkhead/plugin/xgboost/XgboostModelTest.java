package io.bulkhead.plugin.xgboost;

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
import io.bulkhead.api.tensor.Datatype;
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

class XgboostModelTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    private final XgboostRuntimeFactory factory = new XgboostRuntimeFactory();

    @Test
    void namesExpectedAndFoundWidth() {
        Tensor twoColumns = Tensor.of("x", Shape.of(1, 2), new float[2]);

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 6 features, shape [-1,6], found shape [1,2]",
                () -> predict(load("xgb-classifier-binary-json"), twoColumns));
    }

    @Test
    void refusesText() {
        Tensor text = Tensor.ofStrings("x", Shape.of(1, 6), Collections.nCopies(6, "1"));

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': numbers are wanted, found datatype BYTES",
                () -> predict(load("xgb-classifier-binary-json"), text));
    }

    @Test
    void namesTheLegalOutputs() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'explain': the model has 'predict', 'predict_proba', 'margin', 'leaf',"
                        + " 'contributions', 'interactions'",
                () -> ask(load("xgb-classifier-binary-json"), rows(1, 6), "explain"));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'leaf': the model has 'predict', 'margin', 'contributions'",
                () -> ask(load("xgb-regressor-gblinear"), rows(1, 5), "leaf"));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'contrib': the model has 'predict', 'margin', 'leaf'",
                () -> ask(load("xgb-multi-target-vector-leaf"), rows(1, 5), "contrib"));
    }

    @Test
    void refusesUnderMlserversNameWhatMlserverRefuses() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "XGBoostModel only supports 'predict' and 'predict_proba' as outputs"
                        + " (margin was received)",
                () -> ask(loadAsMlserver("xgb-classifier-binary-json"), rows(1, 6), "margin"));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "XGBRegressor models do not support 'predict_proba', only 'predict'",
                () -> ask(loadAsMlserver("xgb-regressor-json"), rows(1, 5), "predict_proba"));
    }

    @Test
    void answersUnderTheNameThatTheClientUses() {
        List<Tensor> outputs =
                ask(load("xgb-classifier-multi-json"), rows(2, 4), "raw", "margin", "contrib");

        assertThat(outputs).extracting(Tensor::name).containsExactly("raw", "margin", "contrib");
        assertThat(outputs.get(0).toFloats()).isEqualTo(outputs.get(1).toFloats());
    }

    @Test
    void tellsNamesTypesAndShapesOfItsOutputs() {
        assertThat(load("xgb-classifier-multi-json").metadata().outputs())
                .extracting(o -> o.name() + " " + o.datatype() + " " + o.shape())
                .containsExactly(
                        "predict INT64 [-1,1]",
                        "predict_proba FP32 [-1,3]",
                        "margin FP32 [-1,3]",
                        "leaf INT32 [-1,12]",
                        "contributions FP32 [-1,3,5]",
                        "interactions FP32 [-1,3,5,5]");
        assertThat(load("xgb-regressor-gblinear").metadata().outputs())
                .extracting(o -> o.name() + " " + o.datatype() + " " + o.shape())
                .containsExactly(
                        "predict FP32 [-1,1]", "margin FP32 [-1,1]", "contributions FP32 [-1,6]");
        assertThat(loadAsMlserver("xgb-classifier-multi-json").metadata().outputs())
                .extracting(TensorMetadata::name)
                .containsExactly("predict", "predict_proba");
    }

    @Test
    void refusesMoreRowsThanItHasRoomToExplain() {
        Tensor many = rows(1_800_000, 4);

        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'interactions': at most 1789569 rows, found 1800000",
                () -> ask(load("xgb-classifier-multi-json"), many, "interactions"));
    }

    @Test
    void answersSeveralOutputsInTheirOrder() {
        List<Tensor> outputs =
                ask(load("xgb-classifier-multi-json"), rows(2, 4), "predict_proba", "predict");

        assertThat(outputs).extracting(Tensor::name).containsExactly("predict_proba", "predict");
        assertThat(outputs)
                .extracting(Tensor::datatype)
                .containsExactly(Datatype.FP32, Datatype.INT64);
    }

    @Test
    void answersNoRowsWithNoRows() {
        Tensor answer = predict(load("xgb-classifier-multi-json"), rows(0, 4)).get(0);

        assertThat(answer.shape()).hasToString("[0,1]");
    }

    @Test
    void ordersNamedColumnsAsTheModelNamesThem() {
        Model model = load("xgb-feature-names");
        List<Tensor> columns = new ArrayList<>();
        for (String name : featureNames(model)) {
            columns.add(Tensor.of(name, Shape.of(1), new float[] {columns.size()}));
        }
        List<Tensor> reversed = new ArrayList<>(columns);
        Collections.reverse(reversed);

        assertThat(askTable(model, reversed).toFloats())
                .isEqualTo(askTable(model, columns).toFloats());
    }

    private static List<String> featureNames(Model model) {
        List<String> names = new ArrayList<>();
        Object value = model.metadata().properties().get("feature_names").orElseThrow();
        ((List<?>) value).forEach(name -> names.add((String) name));
        return names;
    }

    @Test
    void tellsWhatTheFileSaysOfItself() {
        Model model = load("xgb-classifier-multi-ubj");

        assertThat(model.metadata().platform()).isEqualTo("xgboost");
        assertThat(model.metadata().properties().asMap())
                .containsEntry("library_version", "2.1.2")
                .containsEntry("format", "ubj")
                .containsEntry("objective", "multi:softprob")
                .containsEntry("num_feature", 4L);
        assertThat(model.metadata().inputs().get(0).shape()).hasToString("[-1,4]");
        assertThat(model.metadata().outputs().get(1).shape()).hasToString("[-1,3]");
    }

    @Test
    void recognisesItsFilesByContent(@TempDir Path folder) throws IOException {
        Path lightgbm = Files.writeString(folder.resolve("model.bst"), "tree\nversion=v4\n");
        Path otherJson = Files.writeString(folder.resolve("model.json"), "{\"weights\": []}");

        assertThat(factory.recognises(lightgbm)).isFalse();
        assertThat(factory.recognises(otherJson)).isFalse();
        assertThat(factory.recognises(folder)).isFalse();
        assertThat(factory.recognises(artifact("xgb-json-named-bst"))).isTrue();
        assertThat(factory.recognises(artifact("xgb-ubj-named-bst"))).isTrue();
        assertThat(factory.recognises(artifact("xgb-classifier-legacy-bst"))).isTrue();
    }

    @Test
    void saysWhatAFolderWithoutModelLacks(@TempDir Path folder) {
        assertRefused(
                ErrorCode.MODEL_LOAD_FAILED,
                "folder '"
                        + folder.getFileName()
                        + "' holds none of model.bst, model.json, model.ubj",
                () -> factory.create(new TestContext(folder)));
    }

    private Model load(String model) {
        return factory.create(new TestContext(artifact(model)));
    }

    private Model loadAsMlserver(String model) {
        return factory.create(new TestContext("mlserver_xgboost.XGBoostModel", artifact(model)));
    }

    private Path artifact(String model) {
        Path folder = MODELS.resolve(model);
        return factory.artifacts().stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static Tensor rows(int count, int width) {
        return Tensor.of("x", Shape.of(count, width), new float[count * width]);
    }

    private static List<Tensor> predict(Model model, Tensor input) {
        return ask(model, input);
    }

    private static List<Tensor> ask(Model model, Tensor input, String... outputs) {
        List<RequestedOutput> wanted = new ArrayList<>();
        for (String output : outputs) {
            wanted.add(new RequestedOutput(output, Parameters.empty()));
        }
        return answer(model, InferenceRequest.of(input).withOutputs(wanted));
    }

    private static Tensor askTable(Model model, List<Tensor> columns) {
        RequestedOutput proba = new RequestedOutput("predict_proba", Parameters.empty());
        Parameters table = Parameters.ofContentType("pd");
        return answer(model, new InferenceRequest("", table, columns, List.of(proba))).get(0);
    }

    private static List<Tensor> answer(Model model, InferenceRequest request) {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs();
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
