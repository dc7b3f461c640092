package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in a model in Python is told, and no other model notices. */
@Timeout(300)
class PythonFailuresIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MODEL =
            """
            import os, time
            from mlserver import MLModel
            from mlserver.codecs import NumpyCodec
            from mlserver.errors import MLServerError
            from mlserver.types import InferenceResponse

            class Model(MLModel):
                async def load(self):
                    LOAD
                    return True

                async def predict(self, payload):
                    wish = payload.inputs[0].name
                    if wish == "die":
                        os._exit(7)
                    if wish == "sleep":
                        time.sleep(payload.inputs[0].data[0])
                    if wish == "fail":
                        raise ValueError("as asked")
                    if wish == "refuse":
                        raise MLServerError("not this one", 422)
                    return InferenceResponse(model_name=self.name, outputs=[
                        NumpyCodec.encode_output("pid", __import__("numpy").array([os.getpid()]))])
            """;

    @TempDir private Path work;
    private TestRepository models;
    private MlserverPython python;

    @BeforeEach
    void prepare() throws Exception {
        python = MlserverPython.required("mlserver");
        models = TestRepository.in(work);
    }

    private Path declare(String name, String load, String parameters) throws Exception {
        Path folder =
                models.declare(
                        name,
                        "{'implementation': 'models.Model', 'parameters': {" + parameters + "}}");
        Files.writeString(folder.resolve("models.py"), MODEL.replace("LOAD", load));
        return folder;
    }

    private RunningServer start() {
        return Distribution.built().start(models.root(), python.environment(models.environment()));
    }

    private static String wish(String name) {
        return "{'inputs': [{'name': 'NAME', 'shape': [1], 'datatype': 'FP64', 'data': [30]}]}"
                .replace("NAME", name)
                .replace('\'', '"');
    }

    private static HttpResponse<String> ask(RunningServer server, String model, String wish)
            throws Exception {
        return server.post("/v2/models/" + model + "/infer", wish(wish), Map.of());
    }

    @Test
    void whatKeepsAModelFromLoadingIsItsReason() throws Exception {
        declare("good", "pass", "");
        declare("raises", "raise RuntimeError('no such weights')", "");
        declare("needs", "import a_package_that_is_missing", "");
        declare("other", "pass", "'python': '/no/such/python'");
        Files.writeString(
                declare("wants", "pass", "").resolve("requirements.txt"), "mlserver==0.1\n");
        Files.writeString(
                declare("conda", "pass", "").resolve("conda.yaml"),
                "dependencies:\n  - python=2.7\n  - pip:\n      - numpy<0.1\n");
        models.declare("absent", "{'implementation': 'mlserver_absent.Runtime'}");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            assertThat(reason(client, "raises")).contains("RuntimeError: no such weights");
            assertThat(reason(client, "needs"))
                    .contains("No module named 'a_package_that_is_missing'");
            assertThat(reason(client, "other")).contains("'/no/such/python'", "does not exist");
            assertThat(reason(client, "wants"))
                    .contains("requirements.txt: mlserver==0.1 is wanted, found");
            assertThat(reason(client, "conda"))
                    .contains("conda.yaml: python 2.7 is wanted, found 3.", "numpy<0.1 is wanted");
            assertThat(reason(client, "absent")).contains("has no module 'mlserver_absent'");
            assertThat(ask(server, "good", "x").statusCode()).isEqualTo(200);
        }
    }

    private static String reason(ModelClient client, String model) throws Exception {
        assertThat(client.indexEntry(model).path("state").asText()).isEqualTo("UNAVAILABLE");
        return client.indexEntry(model).path("reason").asText();
    }

    @Test
    void oneThatLoadsForTooLongIsGivenUp() throws Exception {
        declare("slow", "time.sleep(600)", "'load_timeout_seconds': 2");
        try (RunningServer server = start()) {
            assertThat(reason(new ModelClient(server), "slow"))
                    .isEqualTo("the model was not loaded within 2 s");
        }
    }

    @Test
    void errorsOfTheModelAreTheClients() throws Exception {
        declare("good", "pass", "");
        try (RunningServer server = start()) {
            HttpResponse<String> failed = ask(server, "good", "fail");
            assertThat(ModelClient.error(failed, 500)).isEqualTo("builtins.ValueError: as asked");
            HttpResponse<String> refused = ask(server, "good", "refuse");
            assertThat(ModelClient.error(refused, 422)).isEqualTo("not this one");
        }
    }

    @Test
    void oneThatDiesIsReplaced() throws Exception {
        declare("good", "pass", "");
        declare("other", "pass", "");
        try (RunningServer server = start()) {
            assertThat(ask(server, "good", "x").statusCode()).isEqualTo(200);
            HttpResponse<String> dead = ask(server, "good", "die");
            assertThat(ModelClient.error(dead, 503)).contains("model 'good'", "exit code 7");
            assertThat(ask(server, "other", "x").statusCode()).isEqualTo(200);
            await().atMost(SOON).until(() -> ask(server, "good", "x").statusCode() == 200);
        }
    }

    @Test
    void oneThatHangsIsReplacedAndLongWorkIsNot() throws Exception {
        declare("good", "pass", "'default_timeout_microseconds': 4000000");
        try (RunningServer server = start()) {
            long first = pid(server);
            for (int i = 0; i < 3; i++) {
                assertThat(ask(server, "good", "sleep").statusCode()).isEqualTo(504);
            }
            await().atMost(SOON).until(() -> ask(server, "good", "x").statusCode() == 200);
            assertThat(pid(server)).isNotEqualTo(first);
        }
    }

    private static long pid(RunningServer server) throws Exception {
        return ModelClient.output(new ModelClient(server).infer("good", wish("x")), "pid")
                .get(0)
                .asLong();
    }

    @Test
    void noneOutlivesAServerThatIsKilled() throws Exception {
        declare("good", "pass", "");
        List<ProcessHandle> children;
        try (RunningServer server = start()) {
            long child = pid(server);
            children = ProcessHandle.of(child).stream().toList();
            server.process().destroyForcibly();
            await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(children).hasSize(1);
    }

    @Test
    void aFolderOfAnEnvironmentIsUsed() throws Exception {
        Optional<Path> environment = Optional.ofNullable(python.interpreter().getParent());
        declare(
                "good",
                "pass",
                "'environment_path': '" + environment.orElseThrow().getParent() + "'");
        try (RunningServer server =
                Distribution.built().start(models.root(), models.environment())) {
            assertThat(ask(server, "good", "x").statusCode()).isEqualTo(200);
            assertThat(server.get("/v2/models/good/config").body()).contains("MLServer");
        }
    }
}
