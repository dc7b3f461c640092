package io.bulkhead.host.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    private static final String EVERY_KEY =
            """
            {
              "server_name": "s", "server_version": "9", "extensions": ["e"], "host": "127.0.0.1", "debug": true, "parallel_workers": 4, "system_shared_memory": true,
              "default_timeout_microseconds": 1500000,
              "tls_certificate": null, "tls_private_key": null, "tls_client_ca": null,
              "http_port": 1, "root_path": "/p", "gzip_enabled": false, "max_request_bytes": 99,
              "error_profile": "oip", "root_model": "wine",
              "cors_settings": {"allow_origins": ["https://a"], "allow_origin_regex": "h.*",
                "allow_credentials": true, "allow_methods": ["POST"], "allow_headers": ["x"],
                "max_age": 5},
              "grpc_port": 2, "grpc_max_message_length": 77,
              "use_structured_logging": true, "tracing_server": "collector:4317",
              "logging_settings": {"root": {"level": "WARNING"}, "loggers": {"mlserver": {"level": "DEBUG"}}},
              "metrics_endpoint": "/m", "metrics_port": 3, "metrics_rest_server_prefix": "r",
              "model_repository_root": "models", "load_models_at_startup": false,
              "model_repository_implementation": "listed",
              "model_repository_implementation_args": {"list": "all", "depth": 2},
              "strict_readiness": false, "repository_poll_milliseconds": 500,
              "leak_check_seconds": 7, "leak_dump_max_bytes": 8,
              "environments_dir": "envs",
             "env_tarball": "base.tar.gz", "environment_max_bytes": 1000,
             "environment_max_entries": 10, "environment_max_ratio": 5,
             "maven_repositories": ["https://m"], "maven_cache_dir": "cache",
             "python": ["venv"],
             "maven_offline": true
            }
            """;

    @TempDir private Path work;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectories(work.resolve("folder"));
    }

    private ServerSettings load(Map<String, String> environment, Map<String, String> flags) {
        return new SettingsLoader(work, environment).load(folder, flags);
    }

    private ServerSettings load(String json) throws IOException {
        Files.writeString(folder.resolve("settings.json"), json);
        return load(Map.of(), Map.of());
    }

    @Test
    void fillsInDefaults() {
        assertThat(load(Map.of(), Map.of()))
                .isEqualTo(
                        new ServerSettings(
                                "mlserver",
                                "0.0.0.0",
                                false,
                                1,
                                new ServerSettings.Rest(
                                        8080, "", true, 64L << 20, Optional.empty()),
                                new ServerSettings.Grpc(8081, 4 << 20),
                                new ServerSettings.Metrics(
                                        8082, Optional.of("/metrics"), "rest_server"),
                                new ServerSettings.Repository(
                                        folder, true, true, work.resolve(".envs"))));
    }

    @Test
    void readsEveryKey() throws IOException {
        assertThat(load(EVERY_KEY))
                .isEqualTo(
                        new ServerSettings(
                                new ServerSettings.Identity("s", Optional.of("9"), List.of("e")),
                                "127.0.0.1",
                                true,
                                4,
                                Duration.ofMillis(1500),
                                Optional.empty(),
                                true,
                                new ServerSettings.Rest(
                                        1,
                                        "/p",
                                        false,
                                        99,
                                        ErrorProfile.OIP,
                                        Optional.of("wine"),
                                        Optional.of(
                                                new ServerSettings.Cors(
                                                        List.of("https://a"),
                                                        Optional.of("h.*"),
                                                        true,
                                                        List.of("POST"),
                                                        List.of("x"),
                                                        5))),
                                new ServerSettings.Grpc(2, 77),
                                new ServerSettings.Metrics(3, Optional.of("/m"), "r"),
                                new ServerSettings.Observability(
                                        true,
                                        Map.of("", LogLevel.WARNING, "mlserver", LogLevel.DEBUG),
                                        Optional.empty(),
                                        Optional.of("collector:4317")),
                                new ServerSettings.Repository(
                                        folder.resolve("models"),
                                        Optional.of(
                                                new ServerSettings.RepositoryChoice(
                                                        "listed",
                                                        Parameters.copyOf(
                                                                Map.of(
                                                                        "list", "all", "depth",
                                                                        2)))),
                                        false,
                                        false,
                                        Duration.ofMillis(500),
                                        new ServerSettings.LeakCheck(Duration.ofSeconds(7), 8),
                                        new ServerSettings.Environments(
                                                work.resolve("envs"),
                                                Optional.of(folder.resolve("base.tar.gz")),
                                                new PythonChoice(
                                                        List.of(folder.resolve("venv")), true),
                                                1000,
                                                10,
                                                5,
                                                new ServerSettings.Maven(
                                                        List.of("https://m"),
                                                        work.resolve("cache"),
                                                        true)))));
    }

    @Test
    void everyKeyIsInTheTestAbove() {
        JsonDocument document = JsonDocument.parse("", EVERY_KEY);
        assertThat(SettingKey.all())
                .extracting(SettingKey::name)
                .containsExactlyInAnyOrderElementsOf(
                        document.root().properties().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    void everyKeyIsReadFromTheEnvironmentInAnyCase() {
        ServerSettings settings =
                load(
                        Map.of(
                                "MLSERVER_SERVER_NAME", "s",
                                "MLSERVER_DEBUG", "yes",
                                "mlserver_http_port", "1",
                                "MLSERVER_CORS_SETTINGS", "{\"allow_origins\": [\"*\"]}",
                                "MLSERVER_GRPC_MAX_MESSAGE_LENGTH", "-1",
                                "MLSERVER_METRICS_ENDPOINT", "",
                                "MLSERVER_STRICT_READINESS", "0"),
                        Map.of());
        assertThat(settings.serverName()).isEqualTo("s");
        assertThat(settings.debug()).isTrue();
        assertThat(settings.rest().port()).isEqualTo(1);
        assertThat(settings.rest().cors())
                .hasValueSatisfying(
                        cors -> {
                            assertThat(cors.allowOrigins()).containsExactly("*");
                            assertThat(cors.allowMethods()).containsExactly("GET");
                        });
        assertThat(settings.grpc().maxMessageBytes()).isEqualTo(Integer.MAX_VALUE);
        assertThat(settings.metrics().endpoint()).isEmpty();
        assertThat(settings.repository().strictReadiness()).isFalse();
    }

    @Test
    void flagsWinOverTheFileOverTheEnvironmentOverDotEnv() throws IOException {
        Files.writeString(
                work.resolve(".env"),
                """
                # a comment
                MLSERVER_SERVER_NAME="dot env"
                export MLSERVER_HOST='1.1.1.1'
                MLSERVER_HTTP_PORT=1
                MLSERVER_GRPC_PORT=1
                """);
        Files.writeString(folder.resolve("settings.json"), "{\"http_port\": 3, \"grpc_port\": 3}");
        ServerSettings settings =
                load(
                        Map.of(
                                "MLSERVER_HOST", "2.2.2.2",
                                "MLSERVER_HTTP_PORT", "2",
                                "MLSERVER_GRPC_PORT", "2"),
                        Map.of("grpc_port", "4"));
        assertThat(settings.serverName()).isEqualTo("dot env");
        assertThat(settings.host()).isEqualTo("2.2.2.2");
        assertThat(settings.rest().port()).isEqualTo(3);
        assertThat(settings.grpc().port()).isEqualTo(4);
    }

    @Test
    void theVariablesOfModelsComeFromDotEnvToo() throws IOException {
        Files.writeString(work.resolve(".env"), "MLSERVER_MODEL_NAME=a\nMLSERVER_MODEL_URI=./b");
        SettingsLoader loader = new SettingsLoader(work, Map.of("MLSERVER_MODEL_URI", "./c"));
        assertThat(loader.variables())
                .containsEntry("MLSERVER_MODEL_NAME", "a")
                .containsEntry("MLSERVER_MODEL_URI", "./c");
    }

    @Test
    void nullMeansTheDefaultOrOff() throws IOException {
        ServerSettings settings =
                load(
                        """
                        {"server_name": null, "cors_settings": null, "metrics_endpoint": null,
                         "grpc_max_message_length": null}
                        """);
        assertThat(settings.serverName()).isEqualTo("mlserver");
        assertThat(settings.rest().cors()).isEmpty();
        assertThat(settings.metrics().endpoint()).isEmpty();
        assertThat(settings.grpc().maxMessageBytes()).isEqualTo(4 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server_name | 3 | text is wanted, found 3",
                "server_version | 3 | text is wanted, found 3",
                "extensions | 'x' | a list of texts is wanted, found the text 'x'",
                "extensions | [1] | a list of texts is wanted, found a list",
                "host | [] | text is wanted, found a list",
                "debug | 'maybe' | true or false is wanted, found the text 'maybe'",
                "default_timeout_microseconds | 'soon' | an integer from 0 to 31536000000000 is wanted,"
                        + " found the text 'soon'",
                "parallel_workers | -1 | an integer from 0 to 1024 is wanted, found -1",
                "http_port | 65536 | an integer from 0 to 65535 is wanted, found 65536",
                "http_port | 80.5 | an integer from 0 to 65535 is wanted, found 80.5",
                "http_port | true | an integer from 0 to 65535 is wanted, found true",
                "root_path | {} | text is wanted, found an object",
                "gzip_enabled | 2 | true or false is wanted, found 2",
                "max_request_bytes | 0 | an integer from 1",
                "error_profile | 'triton' | mlserver or oip is wanted, found the text 'triton'",
                "cors_settings | 'x' | an object is wanted, found the text 'x'",
                "grpc_port | 'x' | an integer from 0 to 65535 is wanted, found the text 'x'",
                "grpc_max_message_length | -2 | an integer from -1",
                "metrics_endpoint | 1 | text is wanted, found 1",
                "metrics_endpoint | 'm' | a path that begins with a slash is wanted",
                "metrics_rest_server_prefix | 'a-b' | the beginning of a metric's name",
                "metrics_port | -1 | an integer from 0 to 65535",
                "metrics_rest_server_prefix | 1 | text is wanted, found 1",
                "model_repository_root | 1 | text is wanted, found 1",
                "load_models_at_startup | 'x' | true or false",
                "strict_readiness | 'x' | true or false",
                "repository_poll_milliseconds | -1 | an integer from 0 to 86400000",
                "leak_check_seconds | 0.5 | an integer from 0 to 86400",
                "leak_dump_max_bytes | -1 | an integer from 0",
                "model_repository_implementation | 1 | text",
                "model_repository_implementation_args | 'x' | an object",
                "environments_dir | 1 | text is wanted, found 1",
            })
    void saysWhereAValueIsWrongAndWhatIsWanted(String key, String value, String message) {
        assertThatThrownBy(() -> load("{\n  \"" + key + "\": " + value.replace('\'', '"') + "\n}"))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith("settings.json, line 2, column " + (key.length() + 7) + ", " + key)
                .satisfies(text -> assertThat(text.replace('"', '\'')).contains(message));
    }

    @Test
    void namesTheVariableOrFlagThatIsWrong() throws IOException {
        assertThatThrownBy(() -> load(Map.of("MLSERVER_HTTP_PORT", "x"), Map.of()))
                .hasMessageContaining("environment variable MLSERVER_HTTP_PORT: an integer");
        assertThatThrownBy(() -> load(Map.of(), Map.of("http_port", "x")))
                .hasMessageContaining("--http-port: an integer");
        Files.writeString(work.resolve(".env"), "MLSERVER_HTTP_PORT=x");
        assertThatThrownBy(() -> load(Map.of(), Map.of()))
                .hasMessageContaining(".env, MLSERVER_HTTP_PORT: an integer");
    }

    @Test
    void reportsAllFaultsAtOnce() {
        assertThatThrownBy(() -> load("{\"http_port\": -1, \"debug\": \"x\"}"))
                .hasMessageContaining("http_port")
                .hasMessageContaining("debug");
    }

    @Test
    void saysWhereAFileIsNoJson() {
        assertThatThrownBy(() -> load("{\n  \"debug\" true\n}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("settings.json, line 2, column");
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        assertThatThrownBy(
                        () ->
                                new SettingsLoader(work, Map.of())
                                        .load(work.resolve("nowhere"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("nowhere: no such folder");
    }

    @Test
    void suggestsTheNameThatWasProbablyMeant() {
        List<String> known = List.of("http_port", "grpc_port");
        assertThat(NearestName.hint("htpp_port", known)).isEqualTo("; did you mean 'http_port'?");
        assertThat(NearestName.hint("colour", known)).isEmpty();
    }

    @Test
    void readsTheFilesOfTlsWhichMustFitEachOther() {
        Path files = Path.of("src/test/resources/tls").toAbsolutePath();
        Map<String, String> environment =
                Map.of(
                        "MLSERVER_TLS_CERTIFICATE", files.resolve("server.pem").toString(),
                        "MLSERVER_TLS_PRIVATE_KEY", files.resolve("server-key.pem").toString(),
                        "MLSERVER_TLS_CLIENT_CA", files.resolve("ca.pem").toString());

        assertThat(load(environment, Map.of()).tls())
                .contains(
                        new TlsFiles(
                                files.resolve("server.pem"),
                                files.resolve("server-key.pem"),
                                Optional.of(files.resolve("ca.pem"))));
        assertThatThrownBy(
                        () ->
                                load(
                                        environment,
                                        Map.of(
                                                "tls_private_key",
                                                files.resolve("client-key.pem").toString())))
                .hasMessageContaining("tls_private_key: ")
                .hasMessageContaining("is not the key to");
    }

    @Test
    void refusesACertificateWithoutAKey() {
        assertThatThrownBy(() -> load("{\"tls_certificate\": \"server.pem\"}"))
                .hasMessageContaining("missing: tls_private_key");
    }

    private List<String> warningsOf(String json, Map<String, String> environment)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        Files.writeString(folder.resolve("settings.json"), json);
        new SettingsLoader(work, environment, warnings::add).load(folder, Map.of());
        return warnings;
    }

    @Test
    void warnsOfFieldsThatNobodyReadsAndOfThoseWithoutEffect() throws IOException {
        assertThat(
                        warningsOf(
                                """
                                {"htpp_port": 1, "kafka_enabled": true, "metrics_dir": null,
                                 "cors_settings": {"allow_origin": ["*"]}}
                                """,
                                Map.of()))
                .containsExactly(
                        "settings.json, line 1, column 15: unknown setting 'htpp_port'; did you"
                                + " mean 'http_port'?",
                        "settings.json, line 1, column 35: 'kafka_enabled' has no effect: there is"
                                + " no Kafka yet",
                        "settings.json, line 2, column 36: unknown setting 'allow_origin'; did you"
                                + " mean 'allow_origins'?");
    }

    @Test
    void warnsOfVariablesThatNobodyReads() throws IOException {
        Files.writeString(work.resolve(".env"), "MLSERVER_GRPC_PROT=1\nOTHER=1");
        Map<String, String> environment =
                Map.of(
                        "MLSERVER_HTTP_PROT", "1",
                        "MLSERVER_CACHE_SIZE", "1",
                        "MLSERVER_MODEL_NAME", "m",
                        "MLSERVER_MODEL_MAX_BATCH_TIME", "0",
                        "MLSERVER_INFER_URL", "localhost",
                        "MLSERVER_MODELS_DIR", "/mnt/models",
                        "MLSERVER_IRIS_PORT_8080_TCP_ADDR", "10.0.0.1",
                        "MLSERVER_SERVICE_HOST", "10.0.0.1",
                        "mlserver_host", "localhost");
        assertThat(warningsOf("{}", environment))
                .containsExactlyInAnyOrder(
                        "environment variable MLSERVER_HTTP_PROT: unknown variable; did you mean"
                                + " 'MLSERVER_HTTP_PORT'?",
                        "environment variable MLSERVER_CACHE_SIZE has no effect: answers are not"
                                + " cached yet",
                        ".env, MLSERVER_GRPC_PROT: unknown variable; did you mean"
                                + " 'MLSERVER_GRPC_PORT'?");
    }

    @Test
    void mlserversSettingsAreAllKnown() {
        List<String> fields =
                List.of(
                        "debug",
                        "parallel_workers",
                        "parallel_workers_timeout",
                        "environments_dir",
                        "model_repository_implementation",
                        "model_repository_root",
                        "model_repository_implementation_args",
                        "load_models_at_startup",
                        "server_name",
                        "server_version",
                        "extensions",
                        "host",
                        "http_port",
                        "root_path",
                        "grpc_port",
                        "grpc_max_message_length",
                        "cors_settings",
                        "metrics_endpoint",
                        "metrics_port",
                        "metrics_rest_server_prefix",
                        "metrics_dir",
                        "use_structured_logging",
                        "logging_settings",
                        "kafka_enabled",
                        "kafka_servers",
                        "kafka_topic_input",
                        "kafka_topic_output",
                        "tracing_server",
                        "cache_enabled",
                        "cache_size",
                        "gzip_enabled",
                        "_custom_rest_server_settings",
                        "_custom_metrics_server_settings",
                        "_custom_grpc_server_settings");
        String json = fields.stream().map("\"%s\": null"::formatted).collect(joining(", "));
        List<String> warnings = new ArrayList<>();
        new ServerFieldWarnings(warnings::add)
                .ofFile(JsonDocument.parse("settings.json", "{" + json + "}"));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "allow_origins | 'x' | a list of texts is wanted, found the text 'x'",
                "allow_methods | [1] | a list of texts is wanted, found a list",
                "allow_origin_regex | '(' | a regular expression is wanted, found the text '('",
                "allow_credentials | 'no' | true or false is wanted, found the text 'no'",
                "max_age | 'long' | an integer is wanted, found the text 'long'",
            })
    void saysWhereAFieldOfTheCrossOriginRulesIsWrong(String field, String value, String message) {
        String json = "{\"cors_settings\": {\n \"" + field + "\": " + value + "}}";
        assertThatThrownBy(() -> load(json.replace('\'', '"')))
                .message()
                .startsWith(
                        "settings.json, line 2, column "
                                + (field.length() + 6)
                                + ", cors_settings."
                                + field)
                .satisfies(text -> assertThat(text.replace('"', '\'')).contains(message));
    }

    @Test
    void variablesFillWhatTheCrossOriginRulesLeaveOut() throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"cors_settings\": {\"allow_origins\": [\"a\"]}}");
        Map<String, String> environment =
                Map.of("MLSERVER_MAX_AGE", "7", "MLSERVER_ALLOW_METHODS", "[\"PUT\"]");
        assertThat(load(environment, Map.of()).rest().cors())
                .hasValueSatisfying(
                        cors -> {
                            assertThat(cors.allowOrigins()).containsExactly("a");
                            assertThat(cors.allowMethods()).containsExactly("PUT");
                            assertThat(cors.maxAgeSeconds()).isEqualTo(7);
                        });
    }
}
