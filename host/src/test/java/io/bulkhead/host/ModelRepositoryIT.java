package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin's repository of models on a whole server, chosen by a setting. */
class ModelRepositoryIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String VECTOR =
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}]}";

    @TempDir private Path work;
    private Path plugins;
    private Path list;

    @BeforeEach
    void install() throws IOException {
        plugins = Files.createDirectories(work.resolve("plugins"));
        Files.createDirectories(work.resolve("models"));
        TestPlugins sources = new TestPlugins(Files.createDirectories(work.resolve("compiled")));
        sources.jar("listed", plugins.resolve("listed.jar"));
        sources.jar("doubling", plugins.resolve("doubling.jar"));
        list = Files.writeString(work.resolve("models.txt"), "a\n");
    }

    private Server server(String implementation, String arguments) throws IOException {
        Files.writeString(
                work.resolve("models/settings.json"),
                """
                {"model_repository_implementation": "%s",
                 "model_repository_implementation_args": %s}
                """
                        .formatted(implementation, arguments));
        return new Server(
                TestServers.settings(work, Map.of()), new Distribution("test", plugins), Map.of());
    }

    private String arguments() {
        return "{\"list\": \"" + list + "\"}";
    }

    private static HttpResponse<String> post(Server server, String path, String body)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listed",
                "my_package.ListedRepository",
                "com.example.listed.ListedRepository"
            })
    void modelsThatItTellsOfAreServed(String implementation) throws Exception {
        try (Server server = server(implementation, arguments())) {
            server.start();

            assertThat(post(server, "/v2/models/a/infer", VECTOR).body())
                    .contains("\"name\":\"doubled\"");
        }
        assertThat(System.clearProperty("listed.closed")).isEqualTo("yes");
    }

    @Test
    void whatItTellsLaterIsInTheIndexAndCanBeLoaded() throws Exception {
        try (Server server = server("listed", arguments())) {
            server.start();
            Files.writeString(list, "a\nb\n");

            assertThat(post(server, "/v2/repository/index", "{}").body())
                    .contains("\"name\":\"b\"");
            assertThat(post(server, "/v2/repository/models/b/load", "").statusCode())
                    .isEqualTo(200);
            assertThat(post(server, "/v2/models/b/infer", VECTOR).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void repositoryThatCannotTellKeepsNothingFromBeingServed() throws Exception {
        try (Server server = server("listed", arguments())) {
            server.start();
            Files.delete(list);

            HttpResponse<String> index = post(server, "/v2/repository/index", "{}");
            assertThat(index.statusCode()).isEqualTo(503);
            assertThat(index.body()).contains("the list of models cannot be read");
            assertThat(post(server, "/v2/models/a/infer", VECTOR).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void repositoryThatIsNotInstalledIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> server("s3", arguments()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "model_repository_implementation: no repository 's3' in the plugins; there"
                                + " are: listed");
    }

    @Test
    void repositoryThatCannotBeOpenedSaysWhy() {
        assertThatThrownBy(() -> server("listed", "{}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the argument 'list' is missing");
    }
}
