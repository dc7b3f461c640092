package io.bulkhead.plugin.mllib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request may look like, and what a client is told. */
class SparkModelTest {
    private static final int ROWS = 12;

    private final MllibRuntimeFactory factory = new MllibRuntimeFactory();

    @TempDir static Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        SparkCase.unpack("spark-4.0.zip", folder);
    }

    @Test
    void answersLabelsOfTheLastStageUnlessAskedOtherwise() throws Exception {
        List<Tensor> outputs = answer("pipeline-tabular", tabular());

        assertThat(outputs).hasSize(1);
        assertThat(outputs.get(0).name()).isEqualTo("predict");
        assertThat(outputs.get(0).datatype()).isEqualTo(Datatype.BYTES);
        assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(ROWS, 1));
    }

    @Test
    void answersTheNamesOfAllRuntimesAndTheColumnsOwn() throws Exception {
        InferenceRequest asked =
                tabular()
                        .withOutputs(
                                SparkCase.requested(
                                        List.of("predict_proba", "probability", "prediction")));

        List<Tensor> outputs = answer("pipeline-tabular", asked);

        assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(ROWS, 2));
        assertThat(outputs.get(0).toDoubles()).isEqualTo(outputs.get(1).toDoubles());
        assertThat(outputs.get(2).datatype()).isEqualTo(Datatype.FP64);
    }

    @Test
    void refusesUnknownOutputsWithTheLegalOnes() {
        InferenceRequest asked = tabular().withOutputs(SparkCase.requested(List.of("nope")));

        assertRefused("pipeline-tabular", asked, ErrorCode.INVALID_ARGUMENT)
                .withMessageContaining("output 'nope': the model has 'predict', 'predict_proba'")
                .withMessageContaining("'scaled'");
    }

    @Test
    void asksOnlyForColumnsThatTheAnswerDependsOn() throws Exception {
        InferenceRequest asked =
                InferenceRequest.of(tabular().inputs().get(2))
                        .withOutputs(SparkCase.requested(List.of("colourIndex")));

        assertThat(answer("pipeline-tabular", asked)).hasSize(1);
    }

    @Test
    void namesAMissingColumn() {
        InferenceRequest asked = tabular().withInputs(tabular().inputs().subList(1, 4));

        assertRefused("pipeline-tabular", asked, ErrorCode.UNPROCESSABLE)
                .withMessage("input 'x0' is missing");
    }

    @Test
    void takesOneInputUnderAnyName() throws Exception {
        double[] row = {0.1, 0.2, 0.3, 0.4};
        InferenceRequest asked = InferenceRequest.of(Tensor.of("x", Shape.of(1, 4), row));
        InferenceRequest vector = InferenceRequest.of(Tensor.of("x", Shape.of(4), row));

        assertThat(answer("logistic-regression", asked).get(0).toDoubles())
                .isEqualTo(answer("logistic-regression", vector).get(0).toDoubles());
    }

    @Test
    void takesAMatrixForColumnsOfNumbers() throws Exception {
        double[] rows = {0.5, -1, 2, 1};
        InferenceRequest asked = InferenceRequest.of(Tensor.of("x", Shape.of(2, 2), rows));

        double[] first = answer("binarizer-columns", asked).get(0).toDoubles();

        assertThat(first).containsExactly(1, 1);
    }

    @Test
    void refusesVectorsOfTheWrongSize() {
        InferenceRequest asked =
                InferenceRequest.of(Tensor.of("features", Shape.of(1, 3), new double[3]));

        assertRefused("logistic-regression", asked, ErrorCode.UNPROCESSABLE)
                .withMessage("column 'features': a vector of 4 values is wanted, found 3");
    }

    @Test
    void refusesTextWhereNumbersAreWanted() {
        Tensor text = Tensor.ofStrings("x0", Shape.of(1), List.of("a"));

        assertRefused("bucketizer", InferenceRequest.of(text), ErrorCode.UNPROCESSABLE)
                .withMessage("column 'x0': a number is wanted, found text");
    }

    @Test
    void refusesUnknownLabelsUnlessTheStageKeepsThem() {
        Tensor label = Tensor.ofStrings("colour", Shape.of(1), List.of("pink"));

        assertRefused("string-indexer", InferenceRequest.of(label), ErrorCode.UNPROCESSABLE)
                .withMessageContaining("label 'pink'");
    }

    @Test
    void fillsShorterListsOfWordsUpWithNull() throws Exception {
        Tensor texts = Tensor.ofStrings("text", Shape.of(2), List.of("a b c", "d"));

        Tensor words = answer("tokenizer", InferenceRequest.of(texts)).get(0);

        assertThat(words.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(words.strings().stringAt(3)).isEqualTo("d");
        assertThat(words.strings().isNull(4)).isTrue();
    }

    @Test
    void tellsColumnsAndVersionsInItsMetadata() {
        ModelMetadata metadata = model("pipeline-tabular").metadata();

        assertThat(metadata.inputs().stream().map(TensorMetadata::name))
                .containsExactly("colour", "gaps", "x0", "small");
        assertThat(metadata.outputs().stream().map(TensorMetadata::name))
                .startsWith("predict", "predict_proba", "decision_function")
                .contains("answer", "scaled");
        assertThat(shapes(metadata)).containsEntry("predict_proba", Shape.of(Shape.ANY, 2));
        assertThat(metadata.properties().getString("library_version")).contains("4.0.1");
        assertThat(metadata.properties().asMap().get("stages").toString())
                .contains("RandomForestClassificationModel");
    }

    private static Map<String, Shape> shapes(ModelMetadata metadata) {
        return metadata.outputs().stream()
                .collect(Collectors.toMap(TensorMetadata::name, TensorMetadata::shape));
    }

    @Test
    void olderModelsTakeOneVector() {
        Tensor two = Tensor.of("x", Shape.of(2, 4), new double[8]);

        assertRefused("rdd-svm", InferenceRequest.of(two), ErrorCode.UNPROCESSABLE)
                .withMessage("input 'x': one vector is wanted, shape [4], found shape [2,4]");
        assertRefused(
                        "rdd-svm",
                        InferenceRequest.of(two, two.withName("y")),
                        ErrorCode.INVALID_ARGUMENT)
                .withMessage("MLlibModel only supports a single input tensor (2 were received)");
    }

    @Test
    void olderModelsTellTheVersionInTheirData() {
        assertThat(model("rdd-kmeans").metadata().properties().getString("library_version"))
                .contains("4.0.1");
    }

    @Test
    void saysWhatToDoAboutBoostersWithinSpark() throws IOException {
        assertLoadFails(
                        "{\"class\":\"ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel\","
                                + "\"uid\":\"m\",\"paramMap\":{}}")
                .withMessageContaining("XGBoostClassificationModel' is not supported: save its")
                .withMessageContaining("runtime 'xgboost'");
        assertLoadFails(
                        "{\"class\":\"com.microsoft.azure.synapse.ml.lightgbm"
                                + ".LightGBMRegressionModel\",\"uid\":\"m\",\"paramMap\":{}}")
                .withMessageContaining("saveNativeModel")
                .withMessageContaining("runtime 'lightgbm'");
    }

    @Test
    void refusesUnknownStagesByTheirClass() throws IOException {
        assertLoadFails("{\"class\":\"com.example.MyModel\",\"uid\":\"m\",\"paramMap\":{}}")
                .withMessageContaining("stage 'com.example.MyModel' is not supported");
        assertLoadFails("{\"class\":\"org.apache.spark.ml.feature.PCA\",\"paramMap\":{}}")
                .withMessageContaining("save the model that fit() returns");
    }

    @Test
    void refusesAFolderOfSomethingElse() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> factory.create(new TestContext(folder)))
                .withMessageContaining("a folder with 'metadata' in it is wanted");
    }

    @Test
    void recognisesAFolderThatSparkSaved() {
        Path model = folder.resolve("logistic-regression/model");

        assertThat(factory.recognises(model.resolve("metadata"))).isTrue();
        assertThat(factory.recognises(folder.resolve("metadata"))).isFalse();
        assertThat(factory.create(new TestContext(model.resolve("metadata")))).isNotNull();
    }

    private ThrowableAssertAlternative<ServingException> assertLoadFails(String metadata)
            throws IOException {
        Path model = Files.createTempDirectory(folder, "model");
        Files.createDirectory(model.resolve("metadata"));
        Files.writeString(model.resolve("metadata/part-00000"), metadata);
        return assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> factory.create(new TestContext(model)));
    }

    private InferenceRequest tabular() {
        Path model = folder.resolve("pipeline-tabular");
        try {
            return new InferenceRequest(
                    "", Parameters.empty(), SparkCase.read(model).inputs(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Model model(String name) {
        return factory.create(new TestContext(folder.resolve(name).resolve("model")));
    }

    private List<Tensor> answer(String name, InferenceRequest request) throws Exception {
        return model(name)
                .predict(request, RequestContext.background())
                .toCompletableFuture()
                .get()
                .outputs();
    }

    private ThrowableAssertAlternative<ServingException> assertRefused(
            String name, InferenceRequest request, ErrorCode code) {
        Model model = model(name);
        return assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> model.predict(request, RequestContext.background()))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
