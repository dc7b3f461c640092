package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders of many flavors and signatures that MLflow 3.17 has saved, all in one server, asked what
 * MLflow's own scoring server was asked. {@code cases.json} holds its answers; a case with {@code
 * ours} is one that is answered otherwise on purpose, and says why.
 */
class MlflowFlavorsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDERS = Path.of("src", "test", "resources", "mlflow-flavors");
    private static final double NEAR = 1e-6;

    @TempDir private static Path work;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = Distribution.built().start(ModelFolders.copy(FOLDERS, work));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAsMlflowDoes() throws Exception {
        JsonNode cases = JSON.readTree(Files.readAllBytes(FOLDERS.resolve("cases.json")));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : cases) {
            String name = tests.size() + " " + one.path("model").asText();
            tests.add(DynamicTest.dynamicTest(name, () -> check(one)));
        }
        return tests.stream();
    }

    private static void check(JsonNode one) throws Exception {
        HttpResponse<String> answer =
                server.post(
                        "/v2/models/" + one.path("model").asText() + "/invocations",
                        one.path("body").asText(),
                        one.path("ct").asText());
        String told = one.path("body").asText() + " -> " + answer.body();
        assertThat(answer.statusCode())
                .as(told)
                .isEqualTo(one.path("ours").asInt(one.path("status").asInt()));
        if (answer.statusCode() != 200) {
            assertThat(JSON.readTree(answer.body()).path("error").asText()).isNotEmpty();
        } else if (!one.has("ours")) {
            JsonNode wanted = JSON.readTree(one.path("answer").asText());
            assertThat(near(JSON.readTree(answer.body()), wanted))
                    .as("%s, wanted %s", told, wanted)
                    .isTrue();
        }
    }

    private static boolean near(JsonNode found, JsonNode wanted) {
        if (wanted.isFloatingPointNumber()) {
            double value = wanted.asDouble();
            return found.isFloatingPointNumber()
                    && Math.abs(found.asDouble() - value) <= NEAR * Math.max(1, Math.abs(value));
        }
        if (wanted.isArray()) {
            boolean same = found.isArray() && found.size() == wanted.size();
            for (int i = 0; same && i < wanted.size(); i++) {
                same = near(found.get(i), wanted.get(i));
            }
            return same;
        }
        return wanted.isObject() ? nearObject(found, wanted) : found.equals(wanted);
    }

    private static boolean nearObject(JsonNode found, JsonNode wanted) {
        boolean same = found.isObject() && found.size() == wanted.size();
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            same = same && near(found.path(field.getKey()), field.getValue());
        }
        return same;
    }
}
