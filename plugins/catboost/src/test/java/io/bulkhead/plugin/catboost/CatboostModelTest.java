package io.bulkhead.plugin.catboost;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatboostModelTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final Path REFERENCE = Path.of("src/test/resources/reference");

    private final CatboostRuntimeFactory factory = new CatboostRuntimeFactory();

    @Test
    void namesExpectedAndFoundWidth() {
        Tensor twoColumns = Tensor.of("x", Shape.of(1, 2), new float[2]);

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 6 features, shape [-1,6], found shape [1,2]",
                () -> ask(load("cat-binary"), twoColumns));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 3 features, shape [-1,3], found shape [1,2]"
                        + "; missing are 'weight'",
                () -> ask(load("cat-categorical-frame"), twoColumns));
    }

    @Test
    void namesMissingColumns() {
        Tensor size = Tensor.of("size", Shape.of(1), new long[] {3});

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "the model wants columns that the request does not have: 'colour', 'weight';"
                        + " found [size]",
                () -> askTable(load("cat-categorical-frame"), List.of(size)));
    }

    @Test
    void takesColumnsByNameInAnyOrderWithOthersBetween() {
        Model model = load("cat-categorical-frame");
        List<Tensor> columns = frame("red", 3, 2.24);
        List<Tensor> others = new ArrayList<>(columns);
        Collections.reverse(others);
        others.add(1, Tensor.ofStrings("comment", Shape.of(1), List.of("?")));

        assertThat(askTable(model, others, "raw").toDoubles())
                .isEqualTo(askTable(model, columns, "raw").toDoubles());
    }

    @Test
    void takesListedColumnsUnderMlserversNameAndTellsTheOneOutputThatComes() {
        Path file = MODELS.resolve("cat-categorical-frame/model.cbm");
        Model model = factory.create(new TestContext(file, TestContext.MLSERVER));
        List<Tensor> columns = frame("red", 3, 2.24);

        assertThat(model.metadata().outputs())
                .extracting(TensorMetadata::name)
                .containsExactly("predict");
        Tensor plain = answer(model, InferenceRequest.of(columns.toArray(Tensor[]::new))).get(0);
        assertThat(plain.toDoubles()).isEqualTo(askTable(model, columns).toDoubles());
    }

    @Test
    void takesColumnsByPositionIfTheModelHasNoNames() {
        Model model = load("cat-binary");
        List<Tensor> columns = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            columns.add(Tensor.of(name, Shape.of(1), new double[] {columns.size()}));
        }
        Tensor matrix = Tensor.of("x", Shape.of(1, 6), new double[] {0, 1, 2, 3, 4, 5});

        assertThat(askTable(model, columns, "raw").toDoubles())
                .isEqualTo(ask(model, matrix, "raw").get(0).toDoubles());
    }

    @Test
    void takesWholeNumbersAndTextForCategories() {
        Model model = catReference("ctr-reg");
        double[] expected = counted(model, Tensor.of("count", Shape.of(1), new long[] {7}));

        assertThat(counted(model, Tensor.of("count", Shape.of(1), new double[] {7})))
                .isEqualTo(expected);
        assertThat(counted(model, Tensor.ofStrings("count", Shape.of(1), List.of("7"))))
                .isEqualTo(expected);
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'count', value 0: a category is wanted: text or a whole number",
                () -> counted(model, Tensor.of("count", Shape.of(1), new double[] {7.5})));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'count', value 0: a category is wanted, not null",
                () ->
                        counted(
                                model,
                                Tensor.ofStrings(
                                        "count", Shape.of(1), Collections.singletonList(null))));
    }

    @Test
    void readsNumbersThatAreText() {
        Tensor text =
                Tensor.ofStrings("x", Shape.of(1, 6), List.of("1", "2.5", "nan", "4", "5", "6"));
        double nan = Double.NaN;
        Tensor numbers = Tensor.of("x", Shape.of(1, 6), new double[] {1, 2.5, nan, 4, 5, 6});
        Model model = load("cat-binary");

        assertThat(ask(model, text, "raw").get(0).toDoubles())
                .isEqualTo(ask(model, numbers, "raw").get(0).toDoubles());
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x', value 1: a number is wanted",
                () ->
                        ask(
                                model,
                                Tensor.ofStrings(
                                        "x",
                                        Shape.of(6),
                                        List.of("1", "red", "3", "4", "5", "6"))));
    }

    @Test
    void takesEmbeddingsAsMatricesBesideColumnsOrWithinOne() {
        Model model = catReference("embedding-default");
        Tensor number = Tensor.of("f", Shape.of(2), new double[] {0.5, -1});
        double[] vectors = {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
        Tensor embedding = Tensor.of("e", Shape.of(2, 6), vectors);
        double[] whole = {0.5, 1, 2, 3, 4, 5, 6, -1, -1, -2, -3, -4, -5, -6};
        Tensor matrix = Tensor.of("x", Shape.of(2, 7), whole);
        double[] expected = askTable(model, List.of(number, embedding), "raw").toDoubles();

        assertThat(askTable(model, List.of(embedding, number), "raw").toDoubles())
                .isEqualTo(expected);
        assertThat(ask(model, matrix, "raw").get(0).toDoubles()).isEqualTo(expected);
        assertThat(model.metadata().inputs())
                .extracting(input -> input.name() + input.shape())
                .containsExactly("f[-1,1]", "e[-1,6]");
    }

    @Test
    void saysWhatEmbeddingsAreLike() {
        Model model = catReference("embedding-default");
        Tensor number = Tensor.of("f", Shape.of(2), new double[] {0.5, -1});
        Tensor narrow = Tensor.of("e", Shape.of(2, 5), new double[10]);
        Tensor fewer = Tensor.of("e", Shape.of(1, 6), new double[6]);

        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'e': an embedding of 6 numbers is wanted for each of 2 rows,"
                        + " found shape [2,5]",
                () -> askTable(model, List.of(number, narrow)));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'e': an embedding of 6 numbers is wanted for each of 2 rows,"
                        + " found shape [1,6]",
                () -> askTable(model, List.of(number, fewer)));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "the model wants columns that the request does not have: 'e'; found [f]",
                () -> askTable(model, List.of(number)));
        assertRefused(
                ErrorCode.UNPROCESSABLE,
                "input 'x': the model wants 7 features, shape [-1,7], found shape [2,6];"
                        + " missing are 'e'",
                () -> ask(model, rows(2, 6)));
    }

    @Test
    void namesTheLegalOutputs() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'explain': the model has 'predict', 'predict_proba', 'predict_log_proba',"
                        + " 'margin', 'leaf', 'contributions', 'interactions'",
                () -> ask(load("cat-binary"), rows(1, 6), "explain"));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "output 'predict_proba': the model has 'predict', 'exponent', 'margin',"
                        + " 'leaf', 'contributions', 'interactions'",
                () -> ask(load("cat-regressor"), rows(1, 5), "predict_proba"));
    }

    @Test
    void answersSeveralOutputsInTheirOrder() {
        List<Tensor> outputs = ask(load("cat-multiclass"), rows(2, 4), "predict_proba", "predict");

        assertThat(outputs).extracting(Tensor::name).containsExactly("predict_proba", "predict");
        assertThat(outputs)
                .extracting(Tensor::datatype)
                .containsExactly(Datatype.FP64, Datatype.INT64);
    }

    @Test
    void answersMlserversWayUnderMlserversName() {
        Path file = MODELS.resolve("cat-binary/model.cbm");
        Model model = factory.create(new TestContext(file, TestContext.MLSERVER));

        assertThat(ask(model, rows(1, 6), "predict_proba", "nonsense"))
                .extracting(Tensor::name)
                .containsExactly("predict");
    }

    @Test
    void answersNoRowsWithNoRows() {
        assertThat(ask(load("cat-multiclass"), rows(0, 4)).get(0).shape()).hasToString("[0,1]");
    }

    @Test
    void tellsWhatTheFileSaysOfItself() {
        Model model = load("cat-categorical-frame");

        assertThat(model.metadata().platform()).isEqualTo("catboost");
        assertThat(model.metadata().properties().asMap())
                .containsEntry("library_version", "1.2.7")
                .containsEntry("format", "cbm")
                .containsEntry("loss_function", "Logloss")
                .containsEntry("feature_names", List.of("colour", "size", "weight"))
                .containsEntry("num_feature", 3L);
        assertThat(model.metadata().inputs())
                .extracting(TensorMetadata::name)
                .containsExactly("colour", "size", "weight");
        assertThat(model.metadata().inputs().get(0).datatype()).isEqualTo(Datatype.BYTES);
        assertThat(load("cat-binary").metadata().inputs().get(0).shape()).hasToString("[-1,6]");
        assertThat(load("cat-multiclass-strings").metadata().outputs().get(0).datatype())
                .isEqualTo(Datatype.BYTES);
    }

    @Test
    void recognisesItsFilesByContent(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("model.bin"), "something else");
        Path otherJson = Files.writeString(folder.resolve("model.json"), "{\"weights\": []}");

        assertThat(factory.recognises(other)).isFalse();
        assertThat(factory.recognises(otherJson)).isFalse();
        assertThat(factory.recognises(folder)).isFalse();
        assertThat(factory.recognises(MODELS.resolve("cat-model-bin/model.bin"))).isTrue();
        assertThat(factory.recognises(REFERENCE.resolve("ctr-reg/model.json"))).isTrue();
        assertThat(factory.recognises(REFERENCE.resolve("num-reg-json/model.json"))).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAFileOrFolder(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("model.cbm"), "CBM1");

        assertRefused(
                ErrorCode.MODEL_LOAD_FAILED,
                "'model.cbm' is no CatBoost model that can be served: the file ends too early",
                () -> factory.create(new TestContext(broken)));
        assertRefused(
                ErrorCode.MODEL_LOAD_FAILED,
                "folder '" + folder.getFileName() + "' holds none of model.cbm, model.bin",
                () -> factory.create(new TestContext(folder)));
    }

    private Model load(String model) {
        Path folder = MODELS.resolve(model);
        return factory.create(new TestContext(folder.resolve("model.cbm")));
    }

    private Model catReference(String model) {
        return factory.create(new TestContext(REFERENCE.resolve(model).resolve("model.cbm")));
    }

    private static double[] counted(Model model, Tensor count) {
        List<Tensor> columns =
                List.of(
                        Tensor.ofStrings("colour", Shape.of(1), List.of("red")),
                        count,
                        Tensor.of("f", Shape.of(1), new double[] {0.5}),
                        Tensor.ofStrings("kind", Shape.of(1), List.of("v")),
                        Tensor.of("g", Shape.of(1), new double[] {0.5}));
        return askTable(model, columns).toDoubles();
    }

    private static List<Tensor> frame(String colour, long size, double weight) {
        return List.of(
                Tensor.ofStrings("colour", Shape.of(1), List.of(colour)),
                Tensor.of("size", Shape.of(1), new long[] {size}),
                Tensor.of("weight", Shape.of(1), new double[] {weight}));
    }

    private static Tensor rows(int count, int width) {
        return Tensor.of("x", Shape.of(count, width), new float[count * width]);
    }

    private static List<Tensor> ask(Model model, Tensor input, String... outputs) {
        return answer(model, InferenceRequest.of(input).withOutputs(wanted(outputs)));
    }

    private static Tensor askTable(Model model, List<Tensor> columns, String... outputs) {
        Parameters table = Parameters.ofContentType("pd");
        return answer(model, new InferenceRequest("", table, columns, wanted(outputs))).get(0);
    }

    private static List<RequestedOutput> wanted(String... outputs) {
        return Stream.of(outputs)
                .map(output -> new RequestedOutput(output, Parameters.empty()))
                .toList();
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
