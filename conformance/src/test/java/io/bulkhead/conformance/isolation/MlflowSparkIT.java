package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders with the flavor spark, logged by {@code mlflow.spark.save_model} of MLflow 3.17 and Spark
 * 3.5, answer without Spark what MLflow answered to the same four rows.
 */
class MlflowSparkIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBERS =
            """
            {"dataframe_split": {"columns": ["sugar", "acid"], "data": [
                [1.2717566691641577, 1.6464405117819743], [0.8830011293144411, 2.1455680991172583],
                [5.250636715722187, 1.8082901282149315], [1.1054636107889104, 1.6346495489906907]]}}
            """;
    private static final String MIXED =
            """
            {"dataframe_records": [
                {"acid": 1.6464405117819743, "sugar": 1.2717566691641577, "kind": "red"},
                {"acid": 2.1455680991172583, "sugar": 0.8830011293144411, "kind": "white"},
                {"acid": 1.8082901282149315, "sugar": 5.250636715722187, "kind": "rose"},
                {"acid": 1.6346495489906907, "sugar": 1.1054636107889104, "kind": "white"}]}
            """;
    private static final String TEXTS =
            """
            {"dataframe_split": {"columns": ["text"], "data": [
                ["red wine with little sugar"], ["white wine with little sugar"],
                ["rose wine with much sugar"], ["white wine with little sugar"]]}}
            """;
    private static final String VECTORS =
            """
            {"dataframe_split": {"columns": ["features"], "data": [
                [[1.6464405117819743, 1.2717566691641577]],
                [[2.1455680991172583, 0.8830011293144411]],
                [[1.8082901282149315, 5.250636715722187]],
                [[1.6346495489906907, 1.1054636107889104]]]}}
            """;

    @TempDir private static Path work;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        Path models = ModelFolders.copy(Path.of("src", "test", "resources", "mlflow-spark"), work);
        server = Distribution.built().start(models);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static JsonNode predictions(String model, String body) throws Exception {
        HttpResponse<String> answer = server.post("/v2/models/" + model + "/invocations", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("predictions");
    }

    @Test
    void columnsOfNumbers() throws Exception {
        double[] wanted = {
            4.247626005075459, 5.140381397852703, 3.3766218317931767, 4.276144730155449
        };
        JsonNode found = predictions("regression", NUMBERS);
        assertThat(found).hasSize(wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found.get(i).asDouble()).isCloseTo(wanted[i], within(1e-9));
        }
    }

    @Test
    void columnsOfNumbersAndTexts() throws Exception {
        assertThat(predictions("mixed", MIXED).toString()).isEqualTo("[1.0,1.0,0.0,1.0]");
        assertThat(predictions("text", TEXTS).toString()).isEqualTo("[1.0,1.0,0.0,1.0]");
    }

    @Test
    void columnsOfVectors() throws Exception {
        assertThat(predictions("vector", VECTORS).toString()).isEqualTo("[1.0,1.0,0.0,1.0]");
        HttpResponse<String> uneven =
                server.post(
                        "/v2/models/vector/invocations",
                        "{\"dataframe_records\": [{\"features\": [1, 2]}, {\"features\": [1]}]}");
        assertThat(ModelClient.error(uneven, 400))
                .isEqualTo("input 'features', row 1: a vector of 2 is wanted, found 1");
    }

    @Test
    void columnsAndVectorsOverV2() throws Exception {
        ModelClient client = new ModelClient(server);
        JsonNode columns =
                client.infer(
                        "regression",
                        """
                        {"inputs": [
                          {"name": "acid", "shape": [1, 1], "datatype": "FP64",
                           "data": [1.6464405117819743]},
                          {"name": "sugar", "shape": [1, 1], "datatype": "FP64",
                           "data": [1.2717566691641577]}]}
                        """);
        assertThat(ModelClient.output(columns, "output-1").get(0).asDouble())
                .isCloseTo(4.247626005075459, within(1e-9));
        JsonNode vectors =
                client.infer(
                        "vector",
                        """
                        {"inputs": [{"name": "features", "shape": [2, 2], "datatype": "FP64",
                                     "data": [1.6464405117819743, 1.2717566691641577,
                                              1.8082901282149315, 5.250636715722187]}]}
                        """);
        assertThat(ModelClient.output(vectors, "output-1").toString()).isEqualTo("[1.0,0.0]");
    }

    @Test
    void theSignatureIsTheMetadata() throws Exception {
        JsonNode metadata = JSON.readTree(server.get("/v2/models/mixed").body());
        assertThat(metadata.path("inputs").findValuesAsText("name"))
                .containsExactly("acid", "sugar", "kind");
        assertThat(metadata.path("inputs").findValuesAsText("datatype"))
                .containsExactly("FP64", "FP64", "BYTES");
    }
}
