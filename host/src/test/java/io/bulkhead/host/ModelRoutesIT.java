package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are made of others and have endpoints of their own, in a whole server. */
class ModelRoutesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String VECTOR =
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}]}";

    @TempDir private Path work;
    private Path plugins;
    private Server server;

    @BeforeEach
    void install() throws IOException {
        plugins = Files.createDirectories(work.resolve("plugins"));
        TestPlugins sources = new TestPlugins(Files.createDirectories(work.resolve("compiled")));
        sources.jar("asking", plugins.resolve("asking.jar"));
        sources.jar("doubling", plugins.resolve("doubling.jar"));
    }

    private void model(String name, String version, String parameters) throws IOException {
        Path folder = Files.createDirectories(work.resolve("models/" + name + version));
        Files.writeString(
                folder.resolve("model-settings.json"),
                "{\"name\":\""
                        + name
                        + "\",\"implementation\":\"asking\",\"parameters\":{\"version\":\""
                        + version
                        + "\""
                        + parameters
                        + "}}");
    }

    private void start(Map<String, String> more) throws IOException {
        server =
                new Server(
                        TestServers.settings(work, more),
                        new Distribution("test", plugins),
                        Map.of());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String loadFailure(String model) throws Exception {
        return new JsonMapper()
                        .readTree(send("POST", "/v2/repository/index", "{}").body())
                        .findParents("name")
                        .stream()
                        .filter(entry -> entry.path("name").textValue().equals(model))
                        .map(entry -> entry.path("reason").textValue())
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void delegateAnswersInItsOwnShapes() throws Exception {
        model("a", "", "");
        start(Map.of());

        assertThat(send("POST", "/v2/models/a/infer", VECTOR).body())
                .contains("\"name\":\"doubled\"", "\"shape\":[2]", "[2.5,4.5]");
    }

    @Test
    void delegateIsClosedWithTheModelThatAsked() throws Exception {
        model("a", "", "");
        start(Map.of());
        send("POST", "/v2/models/a/infer", VECTOR);
        System.clearProperty("doubling.closed");

        send("POST", "/v2/repository/models/a/unload", "");

        assertThat(System.clearProperty("doubling.closed")).isEqualTo("1");
    }

    @Test
    void runtimeThatIsNotInstalledIsNamed() throws Exception {
        model("a", "", ",\"extra\":{\"asks\":\"nobody\"}");
        start(Map.of());

        assertThat(loadFailure("a"))
                .contains("it needs runtime 'nobody', which is not installed", "doubling");
    }

    @Test
    void delegateWorksInAChildJvm() throws Exception {
        model("a", "", ",\"extra\":{\"isolation\":\"process\"}");
        start(Map.of());

        assertThat(send("POST", "/v2/models/a/infer", VECTOR).body()).contains("[2.5,4.5]");
    }

    @Test
    void routeAnswersUnderItsModelItsVersionAndOnTheRoot() throws Exception {
        model("a", "1", "");
        start(Map.of());

        for (String path :
                new String[] {"/v2/models/a/double", "/v2/models/a/versions/1/double", "/double"}) {
            HttpResponse<String> answer = send("POST", path, "3");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("[6.5,\"[1]\"]");
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        }
    }

    @Test
    void routeAnswersWithStatusHeadersAndQueryOfTheModel() throws Exception {
        model("a", "1", "");
        start(Map.of());

        HttpResponse<String> answer = send("GET", "/v2/models/a/who?x=%20y", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("x-who")).contains("a:1");
        assertThat(answer.body()).isEqualTo("x=%20y");
    }

    @Test
    void routesOfAModelInAChildJvmAnswerAsInTheServer() throws Exception {
        model("a", "1", ",\"extra\":{\"isolation\":\"process\"}");
        start(Map.of());

        for (String path :
                new String[] {"/v2/models/a/double", "/v2/models/a/versions/1/double", "/double"}) {
            HttpResponse<String> answer = send("POST", path, "3");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("[6.5,\"[1]\"]");
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        }
        HttpResponse<String> who = send("GET", "/v2/models/a/who?x=%20y", "");
        assertThat(who.statusCode()).isEqualTo(202);
        assertThat(who.headers().firstValue("x-who")).contains("a:1");
        assertThat(who.body()).isEqualTo("x=%20y");
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        model("a", "", "");
        start(Map.of());

        HttpResponse<String> answer = send("GET", "/double", "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void whatIsNobodysIsNotFound() throws Exception {
        model("a", "", "");
        start(Map.of());

        assertThat(send("POST", "/v2/models/a/triple", "1").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/v2/models/b/double", "1").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/triple", "1").statusCode()).isEqualTo(404);
    }

    @Test
    void rootIsRefusedWhereTwoModelsHaveTheSame() throws Exception {
        model("a", "", "");
        model("b", "", "");
        start(Map.of());

        HttpResponse<String> answer = send("POST", "/double", "1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("models 'a', 'b' have an endpoint /double", "root_model");
        assertThat(send("GET", "/hello", "").body()).isEqualTo("\"hello\"");
    }

    @Test
    void settingsChooseWhoAnswersOnTheRoot() throws Exception {
        model("a", "", "");
        model("b", "", "");
        start(Map.of("root_model", "b"));

        assertThat(send("GET", "/who", "").headers().firstValue("x-who")).contains("b");
    }

    @Test
    void routesAreGoneWhenTheModelIsUnloaded() throws Exception {
        model("a", "", "");
        start(Map.of());

        send("POST", "/v2/repository/models/a/unload", "");

        assertThat(send("POST", "/double", "1").statusCode()).isEqualTo(404);
    }

    @Test
    void pathOfTheServersOwnIsRefused() throws Exception {
        model("a", "", ",\"extra\":{\"path\":\"/infer\"}");
        start(Map.of());

        assertThat(loadFailure("a")).contains("POST /infer, which belongs to the server");
    }

    @Test
    void inferenceRouteIsCountedAsOneAndPathIsALabel() throws Exception {
        model("a", "", "");
        start(Map.of());
        send("POST", "/double", "1");

        URI uri = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
        String metrics =
                CLIENT.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();

        assertThat(metrics).contains("path=\"/double\"").contains("model_infer_request_success");
        assertThat(send("GET", "/v2/models/a/stats", "").body()).contains("\"success\"");
    }

    @Test
    void documentsListRoutes() throws Exception {
        model("a", "", "");
        start(Map.of());

        assertThat(send("GET", "/v2/models/a/docs/dataplane.json", "").body())
                .contains("\"/v2/models/a/double\"");
        assertThat(send("GET", "/v2/docs/dataplane.json", "").body()).contains("\"/double\"");
    }
}
