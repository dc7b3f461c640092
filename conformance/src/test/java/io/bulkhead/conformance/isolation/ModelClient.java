package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Asks a server over REST, and insists on what is always so. */
final class ModelClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE_ROW =
            """
            {"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32",
                         "data": [5.1, 3.5, 1.4, 0.2]}]}
            """;

    private final RunningServer server;

    ModelClient(RunningServer server) {
        this.server = server;
    }

    /** The answer to a request that must succeed. */
    JsonNode infer(String model, String request) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.post("/v2/models/" + model + "/infer", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** The answer to one row of iris. */
    JsonNode infer(String model) throws IOException, InterruptedException {
        return infer(model, ONE_ROW);
    }

    /** Whether one row of iris is answered. */
    boolean answers(String model) throws IOException, InterruptedException {
        return server.post("/v2/models/" + model + "/infer", ONE_ROW).statusCode() == 200;
    }

    HttpResponse<String> load(String model) throws IOException, InterruptedException {
        return server.post("/v2/repository/models/" + model + "/load", "");
    }

    HttpResponse<String> unload(String model) throws IOException, InterruptedException {
        return server.post("/v2/repository/models/" + model + "/unload", "");
    }

    /** The one entry of the index with this name. */
    JsonNode indexEntry(String model) throws IOException, InterruptedException {
        for (JsonNode entry : JSON.readTree(server.post("/v2/repository/index", "{}").body())) {
            if (entry.path("name").asText().equals(model)) {
                return entry;
            }
        }
        throw new AssertionError("no entry '" + model + "' in the index");
    }

    /** The data of an answer's output. */
    static JsonNode output(JsonNode answer, String name) {
        for (JsonNode output : answer.path("outputs")) {
            if (output.path("name").asText().equals(name)) {
                return output.path("data");
            }
        }
        throw new AssertionError("no output '" + name + "' in " + answer);
    }

    /** What an answer that must be an error says. */
    static String error(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.size()).as(answer.body()).isEqualTo(1);
        return body.path("error").textValue();
    }
}
