package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models of MLflow that are nothing but Python code, logged by a real MLflow and served by a real
 * MLServer behind ours. Skipped, and said so, where those are missing.
 */
@Timeout(300)
class MlflowCodeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNTIME = "mlserver_mlflow.MLflowRuntime";
    private static final String COLUMNS =
            """
            {"inputs": [{"name": "x", "shape": [2, 1], "datatype": "FP64", "data": [1, 2]},
                        {"name": "y", "shape": [2, 1], "datatype": "FP64", "data": [3, 4]}]
             PARAMETERS}
            """;

    @TempDir private static Path work;
    private static MlserverPython python;
    private static TestRepository models;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        python = MlserverPython.required("mlserver", "mlserver_mlflow");
        Path logged = Files.createDirectories(work.resolve("logged"));
        python.run(Path.of("src", "test", "python", "mlflow_code.py"), logged.toString());
        models = TestRepository.in(work);
        for (String name : new String[] {"weighted", "words", "tensors"}) {
            Path folder =
                    models.declare(
                            name,
                            "{'implementation': '%s', 'parameters': {'uri': './model'}}"
                                    .formatted(RUNTIME));
            Files.move(logged.resolve(name), folder.resolve("model"));
        }
        Files.move(logged.resolve("from-code"), models.root().resolve("from-code"));
        server = Distribution.built().start(models.root(), variables());
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(python.environment(models.environment()));
        variables.put("MLSERVER_ROOT_MODEL", "weighted");
        return variables;
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static JsonNode infer(String model, String body) throws Exception {
        return new ModelClient(server).infer(model, body);
    }

    private static JsonNode invoke(String path, String body) throws Exception {
        HttpResponse<String> answer = server.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void columnsAndParamsGoThroughV2() throws Exception {
        JsonNode standard = infer("weighted", COLUMNS.replace("PARAMETERS", ""));
        assertThat(standard.path("outputs").get(0).path("data").toString())
                .isEqualTo("[31.0,42.0]");
        JsonNode given =
                infer(
                        "weighted",
                        COLUMNS.replace("PARAMETERS", ", \"parameters\": {\"weight\": 2}"));
        assertThat(given.path("outputs").get(0).path("data").toString()).isEqualTo("[7.0,10.0]");
    }

    @Test
    void theSignatureIsItsMetadata() throws Exception {
        JsonNode metadata = JSON.readTree(server.get("/v2/models/weighted").body());
        assertThat(metadata.path("inputs").findValuesAsText("name")).containsExactly("x", "y");
        assertThat(metadata.path("inputs").get(0).path("datatype").asText()).isEqualTo("FP64");
    }

    @Test
    void invocationsAreAnsweredUnderTheModelAndOnTheRoot() throws Exception {
        String body =
                "{\"dataframe_split\": {\"columns\": [\"y\", \"x\"], \"data\": [[3, 1]]},"
                        + " \"params\": {\"weight\": 2.0}}";
        for (String path : new String[] {"/v2/models/weighted/invocations", "/invocations"}) {
            assertThat(invoke(path, body).toString()).isEqualTo("{\"predictions\":[7.0]}");
        }
        HttpResponse<String> ping = server.get("/v2/models/words/ping");
        assertThat(ping.statusCode()).isEqualTo(200);
        HttpResponse<String> wrong =
                server.post(
                        "/v2/models/words/invocations", "{\"dataframe_records\": [{\"x\": 1}]}");
        assertThat(ModelClient.error(wrong, 400)).isNotEmpty();
    }

    @Test
    void textAndTablesAndNamedArraysGoThrough() throws Exception {
        String records = "{\"dataframe_records\": [{\"text\": \"to be or\"}]}";
        assertThat(invoke("/v2/models/words/invocations", records).toString())
                .isEqualTo("{\"predictions\":[{\"words\":3}]}");
        JsonNode named =
                infer(
                        "tensors",
                        """
                        {"inputs": [{"name": "input-0", "shape": [1, 2], "datatype": "FP64",
                                     "data": [1, 2]}]}
                        """);
        assertThat(ModelClient.output(named, "sum").toString()).isEqualTo("[3.0]");
        assertThat(ModelClient.output(named, "first").toString()).isEqualTo("[1.0]");
    }

    @Test
    void aFolderWithoutSettingsIsServed() throws Exception {
        JsonNode answer =
                invoke(
                        "/v2/models/from-code/invocations",
                        "{\"dataframe_records\": [{\"x\": 4, \"y\": 0}]}");
        assertThat(answer.toString()).isEqualTo("{\"predictions\":[8.0]}");
    }

    @Test
    void anEnvironmentPackedByVenvPackServesCode() throws Exception {
        MlserverPython packer = MlserverPython.required("mlserver_mlflow", "venv_pack");
        TestRepository packed = TestRepository.in(work.resolve("packed"));
        Path folder =
                packed.declare(
                        "packed",
                        "{'implementation': '%s', 'parameters': {'uri': '%s',"
                                        .formatted(RUNTIME, models.root().resolve("weighted/model"))
                                + " 'environment_tarball': 'env.tar.gz'}}");
        packer.run(
                Path.of("src", "test", "python", "packed_environment.py"),
                folder.resolve("env.tar.gz").toString());
        try (RunningServer other =
                Distribution.built().start(packed.root(), packed.environment())) {
            JsonNode answer =
                    new ModelClient(other).infer("packed", COLUMNS.replace("PARAMETERS", ""));
            assertThat(answer.path("outputs").get(0).path("data").toString())
                    .isEqualTo("[31.0,42.0]");
        }
    }

    @Test
    void checkTellsWhatRunsWhere() throws Exception {
        String said = check(Map.of("MLSERVER_PYTHON", python.interpreter().toString()));
        assertThat(said)
                .contains("ok:    weighted", "runtime   " + RUNTIME + ", a class in Python")
                .contains("Python code loaded by mlflow.pyfunc.model, logged with Python")
                .contains("inputs 'x': double, 'y': double", "MLServer 1.7.1 on Python");
    }

    /** The Python of the machine is not asked to run what somebody has logged. */
    @Test
    void withoutANamedPythonNothingIsRun() throws Exception {
        assertThat(check(Map.of()))
                .contains("WRONG: weighted", "WRONG: from-code")
                .contains("is Python code, loaded by 'mlflow.pyfunc.model'")
                .contains("or in the server's setting python");
    }

    private static String check(Map<String, String> variables)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Distribution.built().launcher().toString(),
                        "check",
                        models.root().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("MLSERVER_"));
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
