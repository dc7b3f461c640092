package io.bulkhead.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.config.ModelSettingKey.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSettingsReaderTest {
    private static final String LABEL = "iris/model-settings.json";

    @TempDir private Path work;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectories(work.resolve("iris"));
    }

    private ModelDefinition read(String json) {
        return read(json, Map.of());
    }

    private ModelDefinition read(String json, Map<String, String> variables) {
        try {
            Path file = Files.writeString(folder.resolve("model-settings.json"), json);
            return new ModelSettingsReader(variables).read(file, LABEL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fillsInDefaults() {
        ModelDefinition model = read("{\"implementation\": \"sklearn\"}");
        assertThat(model.settings())
                .isEqualTo(
                        new ModelSettings(
                                new ModelId("iris", ""),
                                "sklearn",
                                "",
                                List.of(),
                                List.of(),
                                Parameters.empty()));
        assertThat(model.versions()).isEmpty();
        assertThat(model.folder()).isEqualTo(folder);
        assertThat(model.uri()).isEmpty();
        assertThat(model.isolation()).isEmpty();
        assertThat(model.workers()).isEmpty();
        assertThat(model.child().jvmOptions()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        String json =
                """
                {
                  "name": "flowers",
                  "implementation": "sklearn",
                  "platform": "lab",
                  "versions": ["1", "2"],
                  "parallel_workers": 3,
                  "max_batch_size": 8,
                  "max_batch_time": 0.5,
                  "cache_enabled": true,
                  "inputs": [{"name": "x", "datatype": "FP64", "shape": [-1, 4],
                              "parameters": {"content_type": "np"}}],
                  "outputs": [{"name": "y", "datatype": "INT64", "shape": []}],
                  "parameters": {
                    "version": "2", "uri": "./m.joblib", "isolation": "process",
                    "jvm_options": ["-Xmx1g", "-Da=b c"], "extra": {"depth": 3},
                    "default_timeout_microseconds": 2500, "priority_levels": 4,
                    "default_priority_level": 3, "max_queue_size": 16
                  }
                }
                """;
        ModelDefinition model = read(json);
        assertThat(model.id()).isEqualTo(new ModelId("flowers", "2"));
        assertThat(model.settings().platform()).isEqualTo("lab");
        assertThat(model.settings().inputs())
                .containsExactly(
                        new TensorMetadata(
                                "x",
                                Datatype.FP64,
                                Shape.of(-1, 4),
                                Parameters.ofContentType("np")));
        assertThat(model.settings().outputs())
                .containsExactly(
                        new TensorMetadata("y", Datatype.INT64, Shape.of(), Parameters.empty()));
        assertThat(model.settings().extra().getLong("depth")).hasValue(3L);
        assertThat(model.versions()).containsExactly("1", "2");
        assertThat(model.uri()).hasValue("./m.joblib");
        assertThat(model.isolation()).hasValue(Isolation.PROCESS);
        assertThat(model.workers()).hasValue(3);
        assertThat(model.child().jvmOptions()).containsExactly("-Xmx1g", "-Da=b c");
        assertThat(model.schedule())
                .isEqualTo(
                        new SchedulePolicy(
                                Optional.of(Duration.of(2500, ChronoUnit.MICROS)), 4, 3, 16));
        assertThat(model.declaration()).isEqualTo(json);
    }

    @Test
    void takesOurSettingsFromExtraToo() {
        ModelDefinition model =
                read(
                        """
                        {"implementation": "s", "parameters":
                          {"extra": {"isolation": "process", "jvm_options": "-Xmx1g  -Xss1m",
                            "priority_levels": 3}}}
                        """);
        assertThat(model.isolation()).hasValue(Isolation.PROCESS);
        assertThat(model.child().jvmOptions()).containsExactly("-Xmx1g", "-Xss1m");
        assertThat(model.schedule()).isEqualTo(new SchedulePolicy(Optional.empty(), 3, 2, 1_024));
    }

    @Test
    void theEnvironmentFillsWhatTheFileLeavesOut() {
        Map<String, String> variables =
                Map.of(
                        "MLSERVER_MODEL_NAME", "from-env",
                        "mlserver_model_implementation", "lightgbm",
                        "MLSERVER_MODEL_PLATFORM", "cloud",
                        "MLSERVER_MODEL_VERSION", "7",
                        "MLSERVER_MODEL_URI", "./env.txt");
        ModelDefinition filled = read("{}", variables);
        assertThat(filled.id()).isEqualTo(new ModelId("from-env", "7"));
        assertThat(filled.settings().implementation()).isEqualTo("lightgbm");
        assertThat(filled.settings().platform()).isEqualTo("cloud");
        assertThat(filled.uri()).hasValue("./env.txt");

        ModelDefinition own =
                read(
                        """
                        {"name": "own", "implementation": "sklearn",
                         "parameters": {"version": "1", "uri": "./own"}}
                        """,
                        variables);
        assertThat(own.id()).isEqualTo(new ModelId("own", "1"));
        assertThat(own.settings().implementation()).isEqualTo("sklearn");
        assertThat(own.uri()).hasValue("./own");
    }

    @Test
    void theEnvironmentAloneDeclaresAModel() {
        assertThat(new ModelSettingsReader(Map.of()).ofEnvironment(folder)).isEmpty();
        Map<String, String> variables = Map.of("MLSERVER_MODEL_IMPLEMENTATION", "sklearn");
        Optional<ModelDefinition> model = new ModelSettingsReader(variables).ofEnvironment(folder);
        assertThat(model).hasValueSatisfying(m -> assertThat(m.id().name()).isEqualTo("iris"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'implementation': 's' | line 1, column 23: no valid JSON: Unexpected"
                        + " end-of-input: expected close marker for Object",
                "{'implementation': 's'} x | line 1, column 25: no valid JSON",
                "{'implementation': 's', 'name': 'a', 'name': 'b'} | Duplicate field 'name'",
                "[] | a JSON object is wanted, found a list",
                "'' | a JSON object is wanted, found the text ''",
                "{} | 'implementation' is missing",
                "{'implementation': 3} | line 1, column 20: 'implementation': text is wanted, found"
                        + " 3",
                "{'implementation': 's', 'name': ['x']} | 'name': text is wanted, found a list",
                "{'implementation': 's', 'name': 'a/b'} | line 1, column 33: a model's name",
                "{'implementation': 's', 'platform': true} | 'platform': text is wanted, found"
                        + " true",
                "{'implementation': 's', 'versions': '1'} | 'versions': a list of texts is wanted",
                "{'implementation': 's', 'versions': [1]} | 'versions': a list of texts is wanted",
                "{'implementation': 's', 'parallel_workers': 'x'} | 'parallel_workers': an integer",
                "{'implementation': 's', 'max_batch_size': 1.5} | 'max_batch_size': an integer is"
                        + " wanted, found 1.5",
                "{'implementation': 's', 'max_batch_time': 'soon'} | 'max_batch_time': a number",
                "{'implementation': 's', 'warm_workers': 'maybe'} | 'warm_workers': true or false",
                "{'implementation': 's', 'max_batch_size': null} | 'max_batch_size': an integer is"
                        + " wanted, found null",
                "{'implementation': 's', 'parameters': {'content_type': 1}} |"
                        + " 'parameters.content_type': text is wanted, found 1",
                "{'implementation': 's', 'parameters': {'extra': 1}} | 'parameters.extra': an"
                        + " object is wanted, found 1",
                "{'implementation': 's', 'parameters': {'extra': {'isolation': 'vm'}}} | line 1,"
                        + " column 63: 'parameters.extra.isolation': 'classloader'",
                "{'implementation': 's', 'cache_enabled': 'maybe'} | 'cache_enabled': true or"
                        + " false",
                "{'implementation': 's', 'parameters': []} | 'parameters': an object is wanted",
                "{'implementation': 's', 'parameters': {'version': 1}} | 'parameters.version': text"
                        + " is wanted, found 1",
                "{'implementation': 's', 'parameters': {'uri': 1}} | 'parameters.uri': text is"
                        + " wanted",
                "{'implementation': 's', 'parameters': {'isolation': 'vm'}} | 'classloader' or"
                        + " 'process' is wanted, found the text 'vm'",
                "{'implementation': 's', 'parameters': {'jvm_options': [1]}} |"
                        + " 'parameters.jvm_options': a list of texts",
                "{'implementation': 's', 'parameters': {'default_timeout_microseconds': '1s'}} | an"
                        + " integer is wanted, found the text '1s'",
                "{'implementation': 's', 'parameters': {'priority_levels': 0}} | line 1, column 59:"
                        + " 'parameters.priority_levels': an integer from 1 to 100 is wanted",
                "{'implementation': 's', 'parameters': {'priority_levels': 2,"
                        + " 'default_priority_level': 3}} | an integer from 1 to 2 is wanted, found"
                        + " 3",
                "{'implementation': 's', 'parameters': {'max_queue_size': 0.5}} | an integer is"
                        + " wanted, found 0.5",
                "{'implementation': 's', 'inputs': {}} | 'inputs': a list is wanted, found an"
                        + " object",
                "{'implementation': 's', 'inputs': [3]} | 'inputs.0': a tensor with name",
                "{'implementation': 's', 'inputs': [{'name': 'x', 'shape': [1]}]} |"
                        + " 'inputs.0.datatype': one of",
                "{'implementation': 's', 'inputs': [{'name': 'x', 'datatype': 'FP31', 'shape':"
                        + " [1]}]} | found the text 'FP31'",
                "{'implementation': 's', 'outputs': [{'name': 'x', 'datatype': 'FP32', 'shape':"
                        + " [-2]}]} | 'outputs.0.shape': a list of integers",
                "{'implementation': 's', 'outputs': [{'name': 'x', 'datatype': 'FP32', 'shape':"
                        + " {'a': 1}}]} | 'outputs.0.shape': a list of integers",
                "{'implementation': 's', 'outputs': [{'name': 'x', 'datatype': 'FP32', 'shape':"
                        + " [99999999999999999999]}]} | 'outputs.0.shape': a list of integers",
            },
            quoteCharacter = '`')
    void saysWhereAValueIsWrongAndWhatIsWanted(String json, String message) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(LABEL)
                .satisfies(text -> assertThat(text.replace('"', '\'')).contains(message));
    }

    @Test
    void saysTheLineAndColumnInAFileOfManyLines() {
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        {
                                          "implementation": "sklearn",
                                          "max_batch_size": true
                                        }
                                        """))
                .hasMessageContaining(LABEL + ", line 3, column 21");
    }

    @Test
    void reportsAllFaultsAtOnce() {
        assertThatThrownBy(() -> read("{\"name\": 1, \"platform\": 2}"))
                .hasMessageContaining("'implementation' is missing")
                .hasMessageContaining("'name'")
                .hasMessageContaining("'platform'");
    }

    @Test
    void aFileThatIsNoTextIsAFault() throws IOException {
        Path file = folder.resolve("model-settings.json");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        ModelSettingsReader reader = new ModelSettingsReader(Map.of());
        assertThatThrownBy(() -> reader.read(file, LABEL))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(LABEL + ": cannot be read as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with \"quotes\"", "back\\slash", "smörgås 模型"})
    void aFolderWithoutSettingsIsCalledWhatItIsCalled(String name) {
        ModelDefinition model =
                new ModelSettingsReader(Map.of())
                        .undeclared(folder, name, "sklearn", name + ".joblib");
        assertThat(model.id()).isEqualTo(new ModelId(name, ""));
        assertThat(model.uri()).hasValue("./" + name + ".joblib");
    }

    @Test
    void aFolderWhoseNameIsNoModelNameIsAFault() {
        ModelSettingsReader reader = new ModelSettingsReader(Map.of());
        assertThatThrownBy(() -> reader.undeclared(folder, "a\tb", "sklearn", "model.joblib"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("control characters");
    }

    @Test
    void anUnknownFieldIsReportedOncePerText() throws IOException {
        List<String> warnings = new ArrayList<>();
        ModelSettingsReader reader = new ModelSettingsReader(Map.of(), warnings::add);
        Path file = folder.resolve("model-settings.json");
        String text = "{\"implementation\": \"sklearn\",\n \"max_batch_sise\": 4,\n \"~/\": 1}";
        Files.writeString(file, text);

        assertThat(reader.read(file, LABEL).id().name()).isEqualTo("iris");
        reader.read(file, LABEL);
        assertThat(warnings)
                .containsExactly(
                        LABEL
                                + ", line 2, column 20: unknown field 'max_batch_sise'; did you"
                                + " mean 'max_batch_size'?",
                        LABEL + ", line 3, column 8: unknown field '~/'");

        Files.writeString(file, text + " ");
        reader.read(file, LABEL);
        assertThat(warnings).hasSize(4);
    }

    @Test
    void fieldsOfMlserverAndAnyParameterAreKnown() throws IOException {
        List<String> warnings = new ArrayList<>();
        Path file = folder.resolve("model-settings.json");
        Files.writeString(
                file,
                """
                {"name": "a", "platform": "p", "versions": [], "inputs": [], "outputs": [],
                 "parallel_workers": 1, "warm_workers": false, "implementation": "sklearn",
                 "max_batch_size": 1, "max_batch_time": 0.0, "cache_enabled": false,
                 "parameters": {"mine": 1}}
                """);
        new ModelSettingsReader(Map.of(), warnings::add).read(file, LABEL);
        assertThat(warnings).isEmpty();
    }

    private List<String> warningsOf(String text) throws IOException {
        List<String> warnings = new ArrayList<>();
        Path file = folder.resolve("model-settings.json");
        Files.writeString(file, text);
        new ModelSettingsReader(Map.of(), warnings::add).read(file, LABEL);
        return warnings.stream().map(warning -> warning.replace(LABEL + ", ", "")).toList();
    }

    @Test
    void whatChangesNothingSaysSoAndWhy() throws IOException {
        assertThat(
                        warningsOf(
                                """
                                {"implementation": "s", "warm_workers": true, "max_batch_size": 8,
                                 "parameters": {"autogenerate_inference_pool_gid": true}}
                                """))
                .containsExactly(
                        "line 1, column 41: 'warm_workers' has no effect: every child JVM has its"
                                + " model loaded before it gets a request",
                        "line 1, column 65: 'max_batch_size' has no effect: requests are not"
                                + " batched yet",
                        "line 2, column 52: 'parameters.autogenerate_inference_pool_gid' has no"
                                + " effect: a model has child JVMs of its own unless it names a"
                                + " pool");
    }

    @Test
    void modelsNameThePoolThatTheyShare() throws IOException {
        assertThat(
                        read("""
                             {"implementation": "s", "parameters": {"inference_pool_gid": "g1"}}
                             """)
                                .child()
                                .pool())
                .contains("g1");
        assertThat(
                        read("""
                             {"implementation": "s", "parameters": {"inference_pool_gid": null}}
                             """)
                                .child()
                                .pool())
                .isEmpty();
    }

    @Test
    void anEnvironmentIsNamedInOneWay() throws IOException {
        assertThat(
                        read("""
                                        {"implementation": "s",
                                         "parameters": {"environment_tarball": "e.tar.gz",
                                                        "extra": {"java_home": "/opt/java"}}}
                                        """)
                                .environment())
                .isEqualTo(
                        new EnvironmentRequest(
                                Optional.of("e.tar.gz"),
                                Optional.empty(),
                                List.of(),
                                Optional.of("/opt/java")));
        assertThat(
                        read("""
                                        {"implementation": "s",
                                         "parameters": {"extra": {"dependencies": ["a:b:1"]}}}
                                        """)
                                .environment()
                                .dependencies())
                .containsExactly("a:b:1");
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        {"implementation": "s",
                                         "parameters": {"environment_tarball": "e.tar.gz",
                                                        "environment_path": "e"}}
                                        """))
                .hasMessageContaining("'environment_tarball', 'environment_path'");
    }

    @Test
    void aFieldInTheWrongPlaceIsToldWhereItBelongs() throws IOException {
        assertThat(
                        warningsOf(
                                """
                                {"implementation": "s", "isolation": "process",
                                 "parameters": {"isolaton": "process", "mine": 1},
                                 "inputs": [{"name": "x", "datatype": "FP32", "shape": [1],
                                             "datatipe": "FP32"}]}
                                """))
                .containsExactly(
                        "line 1, column 38: 'isolation' is not read here; it belongs in"
                                + " 'parameters'",
                        "line 2, column 29: unknown field 'parameters.isolaton'; did you mean"
                                + " 'isolation'?",
                        "line 4, column 26: unknown field 'datatipe'; did you mean 'datatype'?");
    }

    /** Those that say which model it is excepted: no orchestrator drops them. */
    @Test
    void everySettingWorksInExtraToo() {
        ModelDefinition model =
                read(
                        """
                        {"implementation": "s", "parameters": {"extra": {
                          "platform": "p", "versions": ["v"], "parallel_workers": 3,
                          "inputs": [{"name": "x", "datatype": "FP32", "shape": [1]}],
                          "outputs": [{"name": "y", "datatype": "FP32", "shape": [1]}],
                          "content_type": "pd", "isolation": "process", "jvm_options": "-Xmx1g",
                          "name": "of the runtime", "version": 3, "depth": 7}}}
                        """);
        assertThat(model.id()).isEqualTo(new ModelId("iris", ""));
        assertThat(model.settings().platform()).isEqualTo("p");
        assertThat(model.versions()).containsExactly("v");
        assertThat(model.workers()).hasValue(3);
        assertThat(model.settings().inputs()).extracting(TensorMetadata::name).containsExactly("x");
        assertThat(model.settings().outputs())
                .extracting(TensorMetadata::name)
                .containsExactly("y");
        assertThat(model.settings().parameters().contentType()).isEqualTo("pd");
        assertThat(model.isolation()).hasValue(Isolation.PROCESS);
        assertThat(model.child().jvmOptions()).containsExactly("-Xmx1g");
        assertThat(model.settings().extra().getLong("depth")).hasValue(7L);
    }

    @Test
    void aRuntimesOwnListsOfInputsAreLeftToIt() {
        ModelDefinition model =
                read(
                        """
                        {"implementation": "s", "parameters": {"extra": {"inputs": ["a", "b"]}}}
                        """);
        assertThat(model.settings().inputs()).isEmpty();
    }

    @Test
    void itsOwnPlaceWinsOverExtraOverTheEnvironment() {
        Map<String, String> variables =
                Map.of(
                        "MLSERVER_MODEL_PLATFORM", "env",
                        "MLSERVER_MODEL_ISOLATION", "process",
                        "MLSERVER_MODEL_CONTENT_TYPE", "str",
                        "MLSERVER_MODEL_PARALLEL_WORKERS", "5");
        ModelDefinition model =
                read(
                        """
                        {"implementation": "s", "platform": "own", "parameters":
                          {"extra": {"platform": "extra", "isolation": "classloader"}}}
                        """,
                        variables);
        assertThat(model.settings().platform()).isEqualTo("own");
        assertThat(model.isolation()).hasValue(Isolation.CLASSLOADER);
        assertThat(model.settings().parameters().contentType()).isEqualTo("str");
        assertThat(model.workers()).hasValue(5);
    }

    @Test
    void theEnvironmentFillsListsAndObjectsAsJson() {
        Map<String, String> variables =
                Map.of(
                        "MLSERVER_MODEL_VERSIONS", "[\"a\", \"b\"]",
                        "MLSERVER_MODEL_INPUTS",
                                "[{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1]}]",
                        "MLSERVER_MODEL_PARAMETERS", "{\"mine\": 1, \"extra\": {\"a\": 1}}",
                        "MLSERVER_MODEL_EXTRA", "{\"b\": 2, \"c\": 2}");
        ModelDefinition model =
                read(
                        "{\"implementation\": \"s\", \"parameters\": {\"extra\": {\"c\": 3}}}",
                        variables);
        assertThat(model.versions()).containsExactly("a", "b");
        assertThat(model.settings().inputs()).extracting(TensorMetadata::name).containsExactly("x");
        assertThat(model.settings().parameters().getLong("mine")).hasValue(1L);
        assertThat(model.settings().extra().asMap())
                .containsEntry("a", 1L)
                .containsEntry("b", 2L)
                .containsEntry("c", 3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PARALLEL_WORKERS | many | 'parallel_workers': an integer is wanted, found the text"
                        + " 'many'",
                "INPUTS | [3] | 'inputs.0': a tensor with name, datatype and shape is wanted,"
                        + " found 3",
                "INPUTS | x | 'inputs': a list is wanted, found the text 'x'",
                "ISOLATION | vm | 'parameters.isolation': 'classloader' or 'process' is wanted",
                "WARM_WORKERS | often | 'warm_workers': true or false is wanted",
            })
    void saysWhichVariableIsWrong(String name, String value, String message) {
        String variable = "MLSERVER_MODEL_" + name;
        assertThatThrownBy(() -> read("{\"implementation\": \"s\"}", Map.of(variable, value)))
                .hasMessageStartingWith(variable + " in the environment or .env: ")
                .message()
                .satisfies(text -> assertThat(text.replace('"', '\'')).contains(message));
    }

    @Test
    void numbersAndTruthAreTakenFromTextAsMlserverDoes() {
        ModelDefinition model =
                read(
                        """
                        {"implementation": "s", "parallel_workers": "2", "warm_workers": "yes",
                         "max_batch_time": "1.5e-2", "max_batch_size": 1.0, "cache_enabled": 0}
                        """);
        assertThat(model.workers()).hasValue(2);
    }

    @Test
    void mlserversFieldsAreAllKnown() {
        List<String> top =
                List.of(
                        "name",
                        "platform",
                        "versions",
                        "inputs",
                        "outputs",
                        "parallel_workers",
                        "warm_workers",
                        "max_batch_size",
                        "max_batch_time",
                        "implementation",
                        "parameters",
                        "cache_enabled");
        List<String> parameters =
                List.of(
                        "uri",
                        "version",
                        "environment_path",
                        "environment_tarball",
                        "inference_pool_gid",
                        "autogenerate_inference_pool_gid",
                        "format",
                        "content_type",
                        "extra");
        assertThat(top).allMatch(n -> ModelSettingKey.named(n, Level.TOP).isPresent());
        assertThat(parameters)
                .allMatch(n -> ModelSettingKey.named(n, Level.PARAMETERS).isPresent());
    }
}
