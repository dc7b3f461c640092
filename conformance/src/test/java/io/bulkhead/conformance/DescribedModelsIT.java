package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that knows models of XGBoost, LightGBM and CatBoost only by their metadata: what these
 * list is taken, without a content type, and what comes has the names, datatypes and shapes that
 * they tell. scikit-learn's and ONNX's are asked so in the tests of their plugin.
 */
class DescribedModelsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 2;

    @TempDir private Path scratch;

    @TestFactory
    Stream<DynamicTest> answersRequestsThatAreMadeOfTheMetadata()
            throws IOException, InterruptedException {
        Path models = ModelFolders.copy(Path.of("corpus", "models", "runtimes"), scratch);
        List<DynamicTest> tests = new ArrayList<>();
        try (RunningServer server = Distribution.built().start(models)) {
            JsonNode index = JSON.readTree(server.post("/v2/repository/index", "{}").body());
            for (JsonNode entry : index) {
                String name = entry.path("name").asText();
                if (name.matches("(xgb|lgb|cat)-.+")) {
                    JsonNode told = JSON.readTree(server.get("/v2/models/" + name).body());
                    HttpResponse<String> answer =
                            server.post("/v2/models/" + name + "/infer", request(told));
                    tests.add(DynamicTest.dynamicTest(name, () -> check(told, answer)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests.stream();
    }

    /** Rows of zeros and of empty texts, and all outputs. */
    private static String request(JsonNode told) {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode inputs = request.putArray("inputs");
        for (JsonNode input : told.path("inputs")) {
            ObjectNode tensor = inputs.addObject();
            tensor.set("name", input.path("name"));
            tensor.set("datatype", input.path("datatype"));
            int size = 1;
            ArrayNode shape = tensor.putArray("shape");
            for (JsonNode dimension : input.path("shape")) {
                int length = dimension.asInt() < 0 ? ROWS : dimension.asInt();
                shape.add(length);
                size *= length;
            }
            ArrayNode data = tensor.putArray("data");
            for (int i = 0; i < size; i++) {
                if (input.path("datatype").asText().equals("BYTES")) {
                    data.add("");
                } else {
                    data.add(0);
                }
            }
        }
        ArrayNode outputs = request.putArray("outputs");
        told.path("outputs")
                .forEach(output -> outputs.addObject().set("name", output.path("name")));
        return request.toString();
    }

    private static void check(JsonNode told, HttpResponse<String> answer) throws IOException {
        assertThat(told.path("inputs")).isNotEmpty();
        assertThat(told.path("outputs")).isNotEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode outputs = JSON.readTree(answer.body()).path("outputs");
        assertThat(outputs.findValuesAsText("name"))
                .isEqualTo(told.path("outputs").findValuesAsText("name"));
        for (int i = 0; i < outputs.size(); i++) {
            check(told.path("outputs").get(i), outputs.get(i));
        }
    }

    private static void check(JsonNode told, JsonNode output) {
        String name = told.path("name").asText();
        assertThat(output.path("datatype")).as(name).isEqualTo(told.path("datatype"));
        assertThat(output.path("shape")).as(name).hasSameSizeAs(told.path("shape"));
        for (int axis = 0; axis < told.path("shape").size(); axis++) {
            assertThat(told.path("shape").get(axis).asInt())
                    .as("%s: axis %d", name, axis)
                    .isIn(-1, output.path("shape").get(axis).asInt());
        }
    }
}
