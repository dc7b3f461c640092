package io.bulkhead.plugin.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Model;
import io.bulkhead.api.Outline;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that are not what they should be: each is refused with its reason, and none is run. */
class FoldersTest {
    @TempDir private Path folder;
    private String mlmodel = "";

    @BeforeEach
    void copyGoodFolder() throws IOException, URISyntaxException {
        Path good = Path.of(FoldersTest.class.getResource("/mlflow-2/columns").toURI());
        try (Stream<Path> files = Files.list(good)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        mlmodel = Files.readString(folder.resolve("MLmodel"));
    }

    private Model load() {
        return new MlflowRuntimeFactory().create(TestContext.of(folder));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("MLmodel"), text);
    }

    private void replace(String before, String after) throws IOException {
        assertThat(mlmodel).contains(before);
        write(mlmodel.replace(before, after));
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
                            assertThat(e.reason()).contains(reasons);
                            assertThat(e.reason()).doesNotContain(folder.toString());
                        });
    }

    @Test
    void goodFolderIsLoadedAndTested() {
        try (Model model = load()) {
            assertThat(model.metadata().inputs()).hasSize(4);
        }
    }

    @Test
    void fileItselfDoesForItsFolder() {
        Model model = new MlflowRuntimeFactory().create(TestContext.of(folder.resolve("MLmodel")));
        assertThat(model.routes()).hasSize(4);
    }

    @Test
    void folderWithoutMlmodelIsRefused() throws IOException {
        Files.delete(folder.resolve("MLmodel"));
        assertRefused("there is no file MLmodel");
    }

    @Test
    void missingModelFileIsNamed() throws IOException {
        Files.delete(folder.resolve("model.pkl"));
        assertRefused("MLmodel names 'model.pkl', which is missing");
    }

    @Test
    void fileOutsideOfTheFolderIsRefused() throws IOException {
        replace("model_path: model.pkl", "model_path: ../../model.pkl");
        assertRefused("'../../model.pkl', which leaves the folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "[1, 2]",
                "{",
                "a: &a [*a]",
                "\u0000",
                "a: !!java.io.File [x]"
            })
    void whatIsNoMlmodelIsRefused(String text) throws IOException {
        write(text);
        assertRefused("MLmodel");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Files.write(folder.resolve("MLmodel"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertRefused("MLmodel is no text in UTF-8");
    }

    @Test
    void truncatedMlmodelIsRefusedWhereverItEnds() throws IOException {
        byte[] whole = mlmodel.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length += 7) {
            write(new String(whole, 0, length, StandardCharsets.UTF_8));
            try (Model model = load()) {
                assertThat(model).isNotNull(); // what is cut off was not needed
            } catch (ServingException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
            }
        }
    }

    @Test
    void truncatedPickleIsRefused() throws IOException {
        byte[] pickle = Files.readAllBytes(folder.resolve("model.pkl"));
        for (int length = 0; length < pickle.length; length += 41) {
            Files.write(folder.resolve("model.pkl"), java.util.Arrays.copyOf(pickle, length));
            assertRefused("model.pkl");
        }
    }

    @Test
    void pickleThatAsksForAnotherClassIsRefusedAndNothingIsRun() throws IOException {
        Files.writeString(folder.resolve("model.pkl"), "cos\nsystem\n(S'touch x'\ntR.");
        assertRefused("'os.system', which is not on the whitelist; nothing of the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\": \"double\" | \"type\": \"decimal\" | unknown type 'decimal'",
                "\"type\": \"double\" | \"typ\": \"double\" | there is no type",
                "\"name\": \"b\" | \"name\": \"a\" | two are called 'a'",
                "[{\"type\" | {\"type\" | is no JSON",
            })
    void signatureThatCannotBeReadIsRefused(String before, String after, String reason)
            throws IOException {
        String joined = mlmodel.replaceAll("\n +\"", " \"").replaceAll("\n    \"", " \"");
        joined = joined.replaceAll("(\"[a-z]+\":)\n +", "$1 ").replaceAll(",\n +", ", ");
        joined = joined.replaceAll("(\"required\":)\\s+", "$1 ");
        assertThat(joined).contains(before);
        write(joined.replaceFirst(java.util.regex.Pattern.quote(before), after));
        assertRefused(reason);
    }

    @Test
    void unknownDtypeOfATensorIsNamed() throws IOException {
        write(
                """
                flavors:
                  python_function: {loader_module: mlflow.sklearn, model_path: model.pkl}
                signature:
                  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "complex64", "shape": [-1]}}]'
                """);
        assertRefused("unknown dtype 'complex64'");
    }

    @Test
    void pythonCodeIsRefusedWithWhatIsThere() throws IOException {
        write(
                """
                flavors:
                  python_function:
                    loader_module: mlflow.pyfunc.model
                    python_model: python_model.pkl
                    python_version: 3.11.7
                    env: {conda: conda.yaml, virtualenv: python_env.yaml}
                """);
        String code = "is Python code, loaded by 'mlflow.pyfunc.model'";
        assertRefused(code, "Python 3.11.7, lists conda.yaml, python_env.yaml", "setting python");
        assertThat(new MlflowRuntimeFactory().needsPython(folder)).get().asString().contains(code);
    }

    @Test
    void folderThatPyfuncCannotLoadIsRefused() throws IOException {
        write("flavors: {sklearn: {pickled_model: model.pkl}}");
        assertRefused("no flavor python_function", "[sklearn]");
    }

    @Test
    void runtimeThatIsNotThereIsNamed() throws IOException {
        Files.writeString(folder.resolve("m.ubj"), "x");
        write(
                "flavors: {python_function: {loader_module: mlflow.xgboost, data: m.ubj}, xgboost:"
                        + " {}}");
        assertRefused("no runtime xgboost");
    }

    @Test
    void exampleThatTheModelDoesNotAnswerFailsTheLoad() throws IOException {
        Files.writeString(
                folder.resolve("serving_input_example.json"),
                "{\"dataframe_split\":{\"data\":[]}}");
        assertRefused("does not answer the example", "serving_input_example.json", "self_test");
    }

    @Test
    void settingTurnsTheSelfTestOff() throws IOException {
        Files.writeString(folder.resolve("serving_input_example.json"), "{}");
        Model model =
                new MlflowRuntimeFactory()
                        .create(
                                TestContext.of(
                                        "mlflow", folder, Parameters.of("self_test", false)));
        assertThat(model).isNotNull();
    }

    @Test
    void outlineTellsFlavorSignatureAndRuntime() {
        TestContext context = TestContext.of(folder);
        Outline outline = new MlflowRuntimeFactory().outline(context.settings(), folder);

        assertThat(outline.delegates()).containsExactly("sklearn");
        assertThat(outline.facts())
                .anySatisfy(fact -> assertThat(fact).contains("flavor sklearn in model.pkl"))
                .anySatisfy(fact -> assertThat(fact).contains("'a': double"));
    }

    @Test
    void folderOfMlflow1IsLoaded() throws IOException {
        Files.delete(folder.resolve("serving_input_example.json"));
        write(
                """
                artifact_path: model
                flavors:
                  python_function:
                    data: model.pkl
                    env: conda.yaml
                    loader_module: mlflow.sklearn
                    python_version: 3.6.9
                  sklearn:
                    pickled_model: model.pkl
                    serialization_format: cloudpickle
                    sklearn_version: 1.5.2
                run_id: 0123
                signature:
                  inputs: '[{"name": "a", "type": "double"}, {"name": "b", "type": "double"}, {"name":
                    "c", "type": "double"}, {"name": "d", "type": "double", "optional": true}]'
                  outputs: '[{"type": "long"}]'
                utc_time_created: '2020-10-01 10:00:00.000000'
                """);
        assertThat(load().metadata().inputs()).hasSize(4);
    }
}
