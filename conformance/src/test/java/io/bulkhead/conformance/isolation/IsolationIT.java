package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that exclude each other, side by side in one server. */
class IsolationIT {
    private static final String NEWEST_XGBOOST = System.getProperty("xgboost4j.version");
    private static final String NEWEST_JACKSON = System.getProperty("jackson.version");

    /** The question and the answer that are recorded for this model. */
    private static final String BASE_SCORE =
            """
            {"inputs": [{"name": "x", "shape": [5, 5], "datatype": "FP32", "data": [
              0.88, 0.494, -1.571, 0.643, -0.207,
              -1.741, 0.54, -0.375, 0.732, -0.292,
              0.444, 0.144, 0.761, 1.454, 0.122,
              -0.312, 1.593, 0.308, -0.259, -1.378,
              -0.132, -1.742, 0.605, -1.303, 0.896]}]}
            """;

    private static final double[] BASE_SCORE_ANSWER = {
        6.4783124923706055,
        6.4783124923706055,
        83.35379028320312,
        53.74039077758789,
        86.65460968017578
    };

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
    }

    private RunningServer start() {
        return Distribution.built().start(models.root(), models.environment());
    }

    @Test
    void twoVersionsOfXgboostAnswerSideBySideOneOfThemInAChildJvm() throws Exception {
        xgboost("old", "1.7.6", ", 'parameters': {'isolation': 'process'}");
        xgboost("new", NEWEST_XGBOOST, "");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            assertThat(answeredBy(client, "old", "1.7.6")).isNotEqualTo(server.process().pid());
            assertThat(answeredBy(client, "new", NEWEST_XGBOOST)).isEqualTo(server.process().pid());
            assertThat(answeredBy(client, "old", "1.7.6")).isNotEqualTo(server.process().pid());
        }
    }

    @Test
    void theServerItselfChoosesAChildJvmWhereNativesClash() throws Exception {
        xgboost("old", "1.7.6", "");
        xgboost("new", NEWEST_XGBOOST, "");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            Set<Long> processes = new HashSet<>();
            processes.add(answeredBy(client, "old", "1.7.6"));
            processes.add(answeredBy(client, "new", NEWEST_XGBOOST));
            assertThat(processes).hasSize(2).contains(server.process().pid());
            assertThat(server.log())
                    .contains("takes a child JVM: another build of")
                    .contains("xgboost4j");
        }
    }

    @Test
    void modelsWithTheSameNativesShareTheServersProcess() throws Exception {
        xgboost("one", NEWEST_XGBOOST, "");
        xgboost("two", NEWEST_XGBOOST, "");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            long pid = server.process().pid();
            assertThat(answeredBy(client, "one", NEWEST_XGBOOST)).isEqualTo(pid);
            assertThat(answeredBy(client, "two", NEWEST_XGBOOST)).isEqualTo(pid);
            assertThat(client.unload("one").statusCode()).isEqualTo(200);
            assertThat(answeredBy(client, "two", NEWEST_XGBOOST)).isEqualTo(pid);
            assertThat(client.load("one").statusCode()).isEqualTo(200);
            assertThat(answeredBy(client, "one", NEWEST_XGBOOST)).isEqualTo(pid);
        }
    }

    private void xgboost(String name, String version, String more) throws IOException {
        Path folder = models.declare(name, "{'implementation': 'native-xgboost'" + more + "}");
        models.copyFromCorpus("runtimes/xgb-base-score/model.json", folder);
        CustomRuntime.with("xgboost", "xgboost-" + version).zip(folder.resolve("runtime.zip"));
    }

    /** The process that answers rightly with this version of the library. */
    private static long answeredBy(ModelClient client, String model, String version)
            throws Exception {
        JsonNode answer = client.infer(model, BASE_SCORE);
        assertThat(numbers(ModelClient.output(answer, "predict")))
                .containsExactly(BASE_SCORE_ANSWER, Offset.offset(1e-4));
        assertThat(ModelClient.output(answer, "library_version").get(0).asText())
                .isEqualTo(version);
        return ModelClient.output(answer, "pid").get(0).asLong();
    }

    private static double[] numbers(JsonNode data) {
        List<Double> values = new ArrayList<>();
        data.forEach(value -> values.add(value.asDouble()));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void twoVersionsOfJacksonAnswerSideBySideAndTheServersIsAThird() throws Exception {
        jackson("old", "2.9.10");
        jackson("new", NEWEST_JACKSON);
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            for (int i = 0; i < 3; i++) {
                assertThat(jacksonOf(client, "old")).isEqualTo("2.9.10");
                assertThat(jacksonOf(client, "new")).isEqualTo(NEWEST_JACKSON);
            }
            assertThat(server.process().children()).isEmpty();
        }
    }

    private void jackson(String name, String version) throws IOException {
        Path folder = models.declare(name, "{'implementation': 'jackson'}");
        CustomRuntime.with("jackson", "jackson-" + version).zip(folder.resolve("runtime.zip"));
    }

    private static String jacksonOf(ModelClient client, String model) throws Exception {
        JsonNode answer = client.infer(model);
        assertThat(ModelClient.output(answer, "json").get(0).asText())
                .isEqualTo("{\"tree\":[1,2.5,\"x\"]}");
        return ModelClient.output(answer, "library_version").get(0).asText();
    }

    @Test
    void aModelsFolderBringsItsOwnRuntime() throws Exception {
        Path folder = models.declare("own", "{'implementation': 'plain'}");
        Files.writeString(folder.resolve("model.txt"), "42.5");
        CustomRuntime.plain().jar(folder.resolve("runtime.jar"));
        models.declare("stranger", "{'implementation': 'plain'}");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            assertThat(ModelClient.output(client.infer("own"), "number").get(0).asDouble())
                    .isEqualTo(42.5);
            assertThat(client.indexEntry("stranger").path("reason").asText())
                    .contains("no runtime 'plain'");
        }
    }

    @Test
    void aRuntimeInTheRepositorysRootServesEveryModel() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path declared = models.declare("declared", "{'implementation': 'plain'}");
        Files.writeString(declared.resolve("model.txt"), "1");
        Path undeclared = Files.createDirectories(models.root().resolve("undeclared"));
        Files.writeString(undeclared.resolve("model.txt"), "2");
        try (RunningServer server = start()) {
            ModelClient client = new ModelClient(server);
            assertThat(ModelClient.output(client.infer("declared"), "number").get(0).asInt())
                    .isEqualTo(1);
            assertThat(ModelClient.output(client.infer("undeclared"), "number").get(0).asInt())
                    .isEqualTo(2);
        }
    }
}
