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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SklearnModelTest {
    private static final Path MODELS = Path.of("../../conformance/corpus/models");
    private static final double[] FLOWER = {5.1, 3.5, 1.4, 0.2};
    private static final Shape ONE_FLOWER = Shape.of(1, 4);

    private final Model iris = load("dataplane/iris/model.joblib", "predict");
    private final Model echo = load("dataplane/echo/model.joblib", "transform");
    private final Model census = load("dataplane/census/model.joblib", "predict");

    @Test
    void answersPredictUnlessAskedForSomethingElse() {
        List<Tensor> outputs = ask(iris, Tensor.of("x", ONE_FLOWER, FLOWER));

        assertThat(outputs).hasSize(1);
        assertThat(outputs.get(0).name()).isEqualTo("predict");
        assertThat(outputs.get(0).datatype()).isEqualTo(Datatype.INT64);
        assertThat(outputs.get(0).toLongs()).containsExactly(0);
    }

    @Test
    void tellsHowManyNumbersItTakes() {
        assertThat(iris.metadata().inputs())
                .singleElement()
                .satisfies(
                        input -> {
                            assertThat(input.datatype()).isEqualTo(Datatype.FP64);
                            assertThat(input.shape()).isEqualTo(Shape.of(Shape.ANY, 4));
                        });
    }

    @Test
    void tellsNamesAndTypesOfTheColumnsItTakes() {
        assertThat(census.metadata().inputs())
                .extracting(TensorMetadata::name, TensorMetadata::datatype)
                .containsExactly(
                        tuple("city", Datatype.BYTES),
                        tuple("age", Datatype.FP64),
                        tuple("income", Datatype.FP64));
        assertThat(census.metadata().inputs())
                .extracting(TensorMetadata::shape)
                .containsOnly(Shape.of(Shape.ANY, 1));
    }

    @Test
    void takesTheColumnsThatItListsForATableWithoutBeingTold() {
        List<Tensor> columns =
                List.of(
                        Tensor.ofStrings("city", Shape.of(1, 1), List.of("Oslo")),
                        Tensor.of("age", Shape.of(1, 1), new double[] {40}),
                        Tensor.of("income", Shape.of(1, 1), new double[] {50}));
        InferenceRequest table =
                new InferenceRequest("", Parameters.ofContentType("pd"), columns, List.of());

        assertThat(ask(census, columns.toArray(Tensor[]::new)).get(0).strings().toStrings())
                .isEqualTo(ask(census, table).get(0).strings().toStrings());
    }

    @Test
    void transformsForWhoAsksForNothingIfItDoesNothingElse() {
        Path scaler = MODELS.resolve("runtimes/sk-standard-scaler/model.pickle");
        try (Model model = new SklearnRuntimeFactory().create(TestContext.of(scaler))) {
            assertThat(ask(model, Tensor.of("x", ONE_FLOWER, FLOWER)).get(0).name())
                    .isEqualTo("transform");
        }
    }

    @Test
    void answersSeveralOutputsAndTheSameTwice() {
        InferenceRequest request =
                wanting("predict_proba", "predict", "predict")
                        .withInputs(List.of(Tensor.of("x", ONE_FLOWER, FLOWER)));

        List<Tensor> outputs = ask(iris, request);

        assertThat(outputs)
                .extracting(Tensor::name)
                .containsExactly("predict_proba", "predict", "predict");
        assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(1, 3));
    }

    @Test
    void takesIntegersAndBooleansForNumbers() {
        Tensor integers = Tensor.of("x", ONE_FLOWER, new long[] {5, 3, 1, 0});
        Tensor flags = Tensor.of("x", ONE_FLOWER, new boolean[] {true, true, true, false});

        assertThat(ask(iris, integers).get(0).toLongs()).containsExactly(0);
        assertThat(ask(iris, flags).get(0).size()).isEqualTo(1);
    }

    @Test
    void refusesAnotherNumberOfFeatures() {
        assertRefused(
                iris,
                Tensor.of("x", Shape.of(1, 3), new double[3]),
                "X has 3 features, but LogisticRegression is expecting 4 features as input.");
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertRefused(
                iris,
                Tensor.of("x", Shape.of(1, 2, 4), new double[8]),
                "Found array with dim 3. LogisticRegression expected <= 2.");
        assertRefused(
                iris,
                Tensor.of("x", Shape.of(4), FLOWER),
                "LogisticRegression expects rows of features, found shape [4]; a single row has"
                        + " the shape [1, features]");
        assertRefused(
                iris,
                Tensor.of("x", Shape.of(0, 4), new double[0]),
                "Found array with 0 sample(s) (shape=(0, 4)) while a minimum of 1 is required by"
                        + " LogisticRegression.");
    }

    @Test
    void refusesTextAndMissingNumbers() {
        assertRefused(
                iris,
                Tensor.ofStrings("x", ONE_FLOWER, List.of("a", "b", "c", "d")),
                "input 'x' is text, but LogisticRegression expects numbers");
        assertRefused(
                iris,
                Tensor.of("x", ONE_FLOWER, new double[] {Double.NaN, 1, 2, 3}),
                "Input X contains NaN. LogisticRegression does not accept missing values encoded"
                        + " as NaN.");
        assertRefused(
                iris,
                Tensor.of("x", ONE_FLOWER, new double[] {1, Double.NEGATIVE_INFINITY, 2, 3}),
                "Input X contains infinity; LogisticRegression expects finite numbers.");
    }

    @Test
    void refusesOutputsThatTheRuntimeOrTheEstimatorDoesNotHave() {
        assertRefused(
                iris,
                "explain",
                "models do not support 'explain', only 'predict', 'predict_proba',"
                        + " 'predict_log_proba', 'decision_function'");
        assertRefused(
                iris,
                "transform",
                "<class 'sklearn.linear_model._logistic.LogisticRegression'> models do not support"
                        + " 'transform'");
        assertRefused(
                load("runtimes/sk-pipeline-regressor-proba/model.joblib", "predict"),
                "predict_proba",
                "<class 'sklearn.linear_model._base.LinearRegression'> models do not support");
    }

    @Test
    void predictFunctionOfTheSettingsIsTheDefaultWhateverItIs() {
        Model svc =
                load("runtimes/sk-linear-svc-decision-function/model.joblib", "decision_function");

        Tensor scores = ask(svc, Tensor.of("x", Shape.of(2, 8), new double[16])).get(0);

        assertThat(scores.name()).isEqualTo("decision_function");
        assertThat(scores.shape()).isEqualTo(Shape.of(2, 1));
    }

    @Test
    void identityGivesBackWhatItGetsInItsOwnTypeAndShape() {
        Tensor cube =
                new Tensor(
                        "x",
                        Shape.of(1, 1, 2, 1),
                        NumericData.wrap(
                                Datatype.UINT16, NumericData.allocate(Datatype.UINT16, 2)));
        Tensor texts = Tensor.ofStrings("x", Shape.of(2, 1), List.of("a", "東京"));

        assertThat(ask(echo, cube).get(0)).isEqualTo(cube.withName("transform"));
        assertThat(ask(echo, texts).get(0).toStrings()).containsExactly("a", "東京");
    }

    @Test
    void identityGivesBackTheColumnsOfATable() {
        List<Tensor> columns = ask(echo, table(column("a", 1, 2), column("b", 3, 4)));

        assertThat(columns).extracting(Tensor::name).containsExactly("a", "b");
    }

    @Test
    void severalTablesDoNotFitOneAnswer() {
        InferenceRequest request =
                table(column("a", 1, 2)).withOutputs(wanting("transform", "transform").outputs());

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> ask(echo, request))
                .withMessageContaining("Cannot encode multiple columnar data responses")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void findsColumnsByNameAndSaysWhichIsMissing() {
        Tensor city = Tensor.ofStrings("city", Shape.of(2), List.of("Lyon", "Paris"));
        Tensor age = column("age", 28, 41);
        Tensor income = column("income", 408.137, 903.38);

        assertThat(ask(census, table(income, column("more", 1, 2), city, age)).get(0).toStrings())
                .containsExactly("no", "yes");
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> ask(census, table(city, age)))
                .withMessage("columns are missing: {'income'}");
    }

    @Test
    void saysWhyAFileCannotBeServed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("model.joblib"), "cos\nsystem\n.");

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> new SklearnRuntimeFactory().create(TestContext.of(file)))
                .withMessage(
                        "model.joblib: pickle asks for 'os.system', which is not on the whitelist;"
                                + " nothing of the file was executed; convert the model to ONNX"
                                + " (model.onnx), or serve it in a Python environment")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> new SklearnRuntimeFactory().create(TestContext.of(folder)))
                .withMessageContaining("holds none of model.joblib, model.pickle");
    }

    @Test
    void saysWhyAGraphCannotBeServed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("model.onnx"), "no graph");

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> new SklearnRuntimeFactory().create(TestContext.of(file)))
                .withMessageContaining("ONNX Runtime refuses the model")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
    }

    private static Model load(String file, String predictFunction) {
        Map<String, ?> parameters = Map.of("extra", Map.of("predict_fn", predictFunction));
        return new SklearnRuntimeFactory().create(TestContext.of(MODELS.resolve(file), parameters));
    }

    private static List<Tensor> ask(Model model, Tensor... inputs) {
        return ask(model, InferenceRequest.of(inputs));
    }

    private static List<Tensor> ask(Model model, InferenceRequest request) {
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs();
    }

    private static InferenceRequest wanting(String... outputs) {
        return new InferenceRequest(
                "",
                Parameters.empty(),
                List.of(),
                Stream.of(outputs)
                        .map(name -> new RequestedOutput(name, Parameters.empty()))
                        .toList());
    }

    private static InferenceRequest table(Tensor... columns) {
        return new InferenceRequest(
                "", Parameters.ofContentType("pd"), List.of(columns), List.of());
    }

    private static Tensor column(String name, double... values) {
        return Tensor.of(name, Shape.of(values.length), values);
    }

    private static void assertRefused(Model model, Tensor input, String message) {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> ask(model, input))
                .withMessage(message)
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.UNPROCESSABLE);
    }

    private static void assertRefused(Model model, String output, String message) {
        InferenceRequest request =
                wanting(output).withInputs(List.of(Tensor.of("x", ONE_FLOWER, FLOWER)));
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> ask(model, request))
                .withMessageContaining(message)
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
}
