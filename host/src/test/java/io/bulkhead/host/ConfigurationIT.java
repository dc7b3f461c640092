package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server tells of how its models are configured. */
class ConfigurationIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path work;

    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("measuring", plugins.resolve("measuring.jar"));
        Path model = Files.createDirectories(work.resolve("models/measured"));
        Files.writeString(model.resolve("model.measuring"), "");
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"name\":\"measured\",\n\"implementation\":\"example.MeasuringModel\","
                        + "\"parameters\":{\"version\":\"v1\",\"extra\":{\"depth\":7}}}");
        server = new Server(settings(), new Distribution("test", plugins), Map.of());
        server.start();
    }

    private static ServerSettings settings() {
        return new SettingsLoader(work, Map.of())
                .load(
                        work.resolve("models"),
                        Map.of(
                                "host", "127.0.0.1",
                                "http_port", "0",
                                "grpc_port", "0",
                                "metrics_port", "0",
                                "environments_dir", work.resolve("environments").toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void configurationTellsValuesAndTheirSources() throws Exception {
        HttpResponse<String> answer = get("/v2/models/measured/config");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode settings = JSON.readTree(answer.body()).path("settings");
        assertThat(settings.at("/implementation/value").textValue())
                .isEqualTo("example.MeasuringModel");
        assertThat(settings.at("/implementation/source").textValue())
                .isEqualTo("model-settings.json, line 2, column 18");
        assertThat(settings.path("parameters.extra.depth").path("value").longValue()).isEqualTo(7);
        assertThat(settings.path("parallel_workers").path("source").textValue())
                .isEqualTo("the server's parallel_workers");
    }

    @Test
    void configurationTellsRuntimePluginAndPlacement() throws Exception {
        JsonNode config = JSON.readTree(get("/v2/models/measured/versions/v1/config").body());

        assertThat(config.path("name").textValue()).isEqualTo("measured");
        assertThat(config.path("version").textValue()).isEqualTo("v1");
        assertThat(config.path("backend").textValue()).isEqualTo("measuring");
        assertThat(config.path("input").toString())
                .isEqualTo("[{\"name\":\"row\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1,3]}]");
        assertThat(config.at("/artifact/file").textValue()).isEqualTo("model.measuring");
        assertThat(config.at("/placement/isolation").textValue()).isEqualTo("classloader");
        assertThat(config.at("/placement/reason").textValue()).contains("class loader of its own");
        assertThat(config.at("/placement/ready").booleanValue()).isTrue();
        assertThat(config.at("/plugin/fingerprint").textValue()).matches("[0-9a-f]{64}");
        assertThat(config.at("/plugin/jars/0/file").textValue()).isEqualTo("measuring.jar");
    }

    @Test
    void noPathOfTheServerIsTold() throws Exception {
        assertThat(get("/v2/models/measured/config").body()).doesNotContain(work.toString());
    }

    @Test
    void anUnknownModelHasNone() throws Exception {
        HttpResponse<String> answer = get("/v2/models/nope/config");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Model nope not found\"}");
    }
}
