package io.bulkhead.host.config;

import java.util.List;
import java.util.Locale;

/**
 * One of the server's settings: how it is called in {@code settings.json}; in the environment it is
 * {@code MLSERVER_} and the name in capitals.
 *
 * @param name as in {@code settings.json}
 * @param type what values it takes, in words
 * @param defaultValue in words
 * @param doc one line
 */
public record SettingKey(String name, String type, String defaultValue, String doc) {
    static final SettingKey SERVER_NAME =
            key("server_name", "text", "mlserver", "name in the metadata and CloudEvents headers");
    static final SettingKey SERVER_VERSION =
            key("server_version", "text", "that of Bulkhead", "version in the metadata");
    static final SettingKey EXTENSIONS =
            key("extensions", "list of texts", "[]", "further extensions to name in the metadata");
    static final SettingKey HOST =
            key("host", "text", "0.0.0.0", "interface that all ports bind to");
    static final SettingKey DEBUG =
            key("debug", "boolean", "false", "log what a developer asks, and a line per request");
    static final SettingKey PARALLEL_WORKERS =
            key(
                    "parallel_workers",
                    "integer",
                    "1",
                    "child JVMs of a model with process isolation; 0 counts as 1");
    static final SettingKey DEFAULT_TIMEOUT_MICROSECONDS =
            key(
                    "default_timeout_microseconds",
                    "integer",
                    "0",
                    "what a request may take that does not say, nor its model; 0: no limit");
    static final SettingKey TLS_CERTIFICATE =
            key(
                    "tls_certificate",
                    "path",
                    "null",
                    "PEM file of the server's certificate; encrypts every port");
    static final SettingKey TLS_PRIVATE_KEY =
            key("tls_private_key", "path", "null", "PEM file of the key to it");
    static final SettingKey TLS_CLIENT_CA =
            key(
                    "tls_client_ca",
                    "path",
                    "null",
                    "PEM file of those who sign for clients; others are refused on every port");
    static final SettingKey SYSTEM_SHARED_MEMORY =
            key(
                    "system_shared_memory",
                    "boolean",
                    "false",
                    "clients may register shared memory of this machine and leave tensors there");
    static final SettingKey HTTP_PORT =
            key("http_port", "port", "8080", "port of REST; 0 takes a free one");
    static final SettingKey ROOT_PATH =
            key("root_path", "text", "", "prefix that a proxy in front strips");
    static final SettingKey GZIP_ENABLED =
            key("gzip_enabled", "boolean", "true", "compress answers for clients that ask for it");
    static final SettingKey MAX_REQUEST_BYTES =
            key(
                    "max_request_bytes",
                    "integer",
                    "67108864",
                    "largest REST body, also after inflation");
    static final SettingKey ERROR_PROFILE =
            key(
                    "error_profile",
                    "mlserver or oip",
                    "mlserver",
                    "status of a request that does not fit: MLServer's 422 or the protocol's 400");
    static final SettingKey ROOT_MODEL =
            key(
                    "root_model",
                    "text",
                    "null",
                    "model whose own endpoints lie on the root if several models have the same");
    static final SettingKey CORS_SETTINGS =
            key("cors_settings", "object", "null", "cross-origin rules; null: CORS is off");
    static final SettingKey GRPC_PORT =
            key("grpc_port", "port", "8081", "port of gRPC; 0 takes a free one");
    static final SettingKey GRPC_MAX_MESSAGE_LENGTH =
            key(
                    "grpc_max_message_length",
                    "integer",
                    "4194304",
                    "largest gRPC message in bytes; -1: no limit");
    static final SettingKey METRICS_ENDPOINT =
            key("metrics_endpoint", "text", "/metrics", "path of the metrics; null: no metrics");
    static final SettingKey METRICS_PORT =
            key("metrics_port", "port", "8082", "port of the metrics; 0 takes a free one");
    static final SettingKey METRICS_REST_SERVER_PREFIX =
            key(
                    "metrics_rest_server_prefix",
                    "text",
                    "rest_server",
                    "prefix of the REST wire's metrics");
    static final SettingKey USE_STRUCTURED_LOGGING =
            key("use_structured_logging", "boolean", "false", "log one JSON object per line");
    static final SettingKey LOGGING_SETTINGS =
            key(
                    "logging_settings",
                    "object or path",
                    "null",
                    "levels of loggers, as Python's logging has them, or a logback.xml");
    static final SettingKey TRACING_SERVER =
            key(
                    "tracing_server",
                    "text",
                    "null",
                    "host:port of an OpenTelemetry collector that traces are sent to by gRPC");
    static final SettingKey MODEL_REPOSITORY_ROOT =
            key(
                    "model_repository_root",
                    "path",
                    "the folder given to start",
                    "folder in which models are looked for");
    static final SettingKey MODEL_REPOSITORY_IMPLEMENTATION =
            key(
                    "model_repository_implementation",
                    "text",
                    "null",
                    "a plugin's repository of models, by name; null: the folder itself is one");
    static final SettingKey MODEL_REPOSITORY_IMPLEMENTATION_ARGS =
            key(
                    "model_repository_implementation_args",
                    "object",
                    "null",
                    "arguments of that repository");
    static final SettingKey LOAD_MODELS_AT_STARTUP =
            key("load_models_at_startup", "boolean", "true", "load what lies in the repository");
    static final SettingKey STRICT_READINESS =
            key(
                    "strict_readiness",
                    "boolean",
                    "true",
                    "the server is ready only if every model of the start-up is");

    /** Which {@code --dev} sets. */
    public static final SettingKey REPOSITORY_POLL_MILLISECONDS =
            key(
                    "repository_poll_milliseconds",
                    "integer",
                    "0",
                    "look for changed files so often and load their models; 0: never, but with"
                            + " `--dev`");

    static final SettingKey LEAK_CHECK_SECONDS =
            key(
                    "leak_check_seconds",
                    "integer",
                    "30",
                    "time after which the classes of an unloaded model must be gone, see"
                            + " [isolation.md](isolation.md); 0: nobody looks");
    static final SettingKey LEAK_DUMP_MAX_BYTES =
            key(
                    "leak_dump_max_bytes",
                    "integer",
                    "268435456",
                    "largest heap that is dumped to find what holds them; 0: none");
    static final SettingKey ENVIRONMENTS_DIR =
            key(
                    "environments_dir",
                    "path",
                    "./.envs",
                    "folder for copies of plugins; made when first needed");
    static final SettingKey ENV_TARBALL =
            key(
                    "env_tarball",
                    "path",
                    "null",
                    "archive with runtimes for all models, see [isolation.md](isolation.md)");
    static final SettingKey PYTHON =
            key(
                    "python",
                    "list of paths",
                    "`python3` and `python` on the `PATH`",
                    "interpreters, or folders of environments, for models in Python; the first that"
                            + " has what a model needs, see [python.md](python.md)");
    static final SettingKey ENVIRONMENT_MAX_BYTES =
            key("environment_max_bytes", "integer", "8589934592", "what an archive may unpack to");
    static final SettingKey ENVIRONMENT_MAX_ENTRIES =
            key(
                    "environment_max_entries",
                    "integer",
                    "200000",
                    "files and folders that an archive may have");
    static final SettingKey ENVIRONMENT_MAX_RATIO =
            key(
                    "environment_max_ratio",
                    "integer",
                    "100",
                    "times its size that an archive may unpack to, beyond 10 MiB");
    static final SettingKey MAVEN_REPOSITORIES =
            key(
                    "maven_repositories",
                    "list of texts",
                    "[]",
                    "URLs that `dependencies` come from; none: Maven Central");
    static final SettingKey MAVEN_CACHE_DIR =
            key(
                    "maven_cache_dir",
                    "path",
                    "maven in environments_dir",
                    "folder for what was fetched; it is kept");
    static final SettingKey MAVEN_OFFLINE =
            key("maven_offline", "boolean", "false", "take `dependencies` from the cache only");

    private static SettingKey key(String name, String type, String defaultValue, String doc) {
        return new SettingKey(name, type, defaultValue, doc);
    }

    /** All settings, in the order of the documentation. */
    public static List<SettingKey> all() {
        return List.of(
                SERVER_NAME,
                SERVER_VERSION,
                EXTENSIONS,
                HOST,
                DEBUG,
                PARALLEL_WORKERS,
                DEFAULT_TIMEOUT_MICROSECONDS,
                TLS_CERTIFICATE,
                TLS_PRIVATE_KEY,
                TLS_CLIENT_CA,
                SYSTEM_SHARED_MEMORY,
                HTTP_PORT,
                ROOT_PATH,
                GZIP_ENABLED,
                MAX_REQUEST_BYTES,
                ERROR_PROFILE,
                ROOT_MODEL,
                CORS_SETTINGS,
                GRPC_PORT,
                GRPC_MAX_MESSAGE_LENGTH,
                METRICS_ENDPOINT,
                METRICS_PORT,
                METRICS_REST_SERVER_PREFIX,
                USE_STRUCTURED_LOGGING,
                LOGGING_SETTINGS,
                TRACING_SERVER,
                MODEL_REPOSITORY_ROOT,
                MODEL_REPOSITORY_IMPLEMENTATION,
                MODEL_REPOSITORY_IMPLEMENTATION_ARGS,
                LOAD_MODELS_AT_STARTUP,
                STRICT_READINESS,
                REPOSITORY_POLL_MILLISECONDS,
                LEAK_CHECK_SECONDS,
                LEAK_DUMP_MAX_BYTES,
                ENVIRONMENTS_DIR,
                ENV_TARBALL,
                PYTHON,
                ENVIRONMENT_MAX_BYTES,
                ENVIRONMENT_MAX_ENTRIES,
                ENVIRONMENT_MAX_RATIO,
                MAVEN_REPOSITORIES,
                MAVEN_CACHE_DIR,
                MAVEN_OFFLINE);
    }

    /** Its name in the environment. */
    public String variable() {
        return "MLSERVER_" + name.toUpperCase(Locale.ROOT);
    }

    /** Its name on the command line. */
    public String flag() {
        return "--" + name.replace('_', '-');
    }
}
