package io.bulkhead.host.config;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's settings, as {@code settings.json}, the environment and the command line give them.
 * Names and defaults are MLServer's where it has the setting.
 *
 * @param identity what the server says of itself
 * @param host {@code host}: the interface that every port binds to
 * @param debug {@code debug}: more is logged, among it a line per request
 * @param parallelWorkers {@code parallel_workers}: child JVMs of a model with process isolation
 * @param defaultTimeout {@code default_timeout_microseconds}: what a request may take that does not
 *     say, nor its model; zero: as long as it likes
 * @param tls {@code tls_*}; empty: no port is encrypted
 * @param sharesMemory {@code system_shared_memory}: clients may leave tensors in shared memory
 */
public record ServerSettings(
        Identity identity,
        String host,
        boolean debug,
        int parallelWorkers,
        Duration defaultTimeout,
        Optional<TlsFiles> tls,
        boolean sharesMemory,
        Rest rest,
        Grpc grpc,
        Metrics metrics,
        Observability observability,
        Repository repository) {

    /** With nothing but a name to say of itself, without encryption, with the default log. */
    public ServerSettings(
            String serverName,
            String host,
            boolean debug,
            int parallelWorkers,
            Rest rest,
            Grpc grpc,
            Metrics metrics,
            Repository repository) {
        this(
                new Identity(serverName, Optional.empty(), List.of()),
                host,
                debug,
                parallelWorkers,
                Duration.ZERO,
                Optional.empty(),
                false,
                rest,
                grpc,
                metrics,
                Observability.DEFAULT,
                repository);
    }

    /** The server's name, for metadata and CloudEvents headers. */
    public String serverName() {
        return identity.name();
    }

    /**
     * What the server says of itself in its metadata.
     *
     * @param name {@code server_name}
     * @param version {@code server_version}; empty: that of the distribution
     * @param extensions {@code extensions}: names beyond those of the extensions that work here
     */
    public record Identity(String name, Optional<String> version, List<String> extensions) {
        /** Copies the list. */
        public Identity {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * The REST wire.
     *
     * @param port {@code http_port}; 0 takes a free one
     * @param rootPath {@code root_path}: prefix that a proxy strips; only shown, never matched
     * @param gzipEnabled {@code gzip_enabled}
     * @param maxRequestBytes {@code max_request_bytes}: of a body, after inflation too
     * @param errorProfile {@code error_profile}
     * @param rootModel {@code root_model}: whose own endpoints lie on the root if several models
     *     have the same
     * @param cors {@code cors_settings}; empty: CORS is off
     */
    public record Rest(
            int port,
            String rootPath,
            boolean gzipEnabled,
            long maxRequestBytes,
            ErrorProfile errorProfile,
            Optional<String> rootModel,
            Optional<Cors> cors) {

        /** With MLServer's errors. */
        public Rest(
                int port,
                String rootPath,
                boolean gzipEnabled,
                long maxRequestBytes,
                Optional<Cors> cors) {
            this(
                    port,
                    rootPath,
                    gzipEnabled,
                    maxRequestBytes,
                    ErrorProfile.MLSERVER,
                    Optional.empty(),
                    cors);
        }
    }

    /**
     * {@code cors_settings}, as Starlette understands them.
     *
     * @param maxAgeSeconds how long a browser may keep a preflight's answer
     */
    public record Cors(
            List<String> allowOrigins,
            Optional<String> allowOriginRegex,
            boolean allowCredentials,
            List<String> allowMethods,
            List<String> allowHeaders,
            int maxAgeSeconds) {}

    /**
     * The gRPC wire.
     *
     * @param port {@code grpc_port}; 0 takes a free one
     * @param maxMessageBytes {@code grpc_max_message_length}; empty: grpc's default of 4 MiB, and
     *     {@code -1} in the settings is no limit
     */
    public record Grpc(int port, int maxMessageBytes) {}

    /**
     * The metrics endpoint.
     *
     * @param port {@code metrics_port}; 0 takes a free one
     * @param endpoint {@code metrics_endpoint}, a path; empty: metrics are off
     * @param restPrefix {@code metrics_rest_server_prefix}
     */
    public record Metrics(int port, Optional<String> endpoint, String restPrefix) {}

    /**
     * What the server tells of its work beside its metrics.
     *
     * @param structuredLogs {@code use_structured_logging}: lines are JSON objects
     * @param levels of loggers, by the names of {@code logging_settings}; the root's is empty
     * @param logback a Logback file that decides about the log
     * @param tracingServer {@code tracing_server}: where traces are sent to by gRPC
     */
    public record Observability(
            boolean structuredLogs,
            Map<String, LogLevel> levels,
            Optional<Path> logback,
            Optional<String> tracingServer) {
        /** Lines as MLServer's, and nothing else. */
        public static final Observability DEFAULT =
                new Observability(false, Map.of(), Optional.empty(), Optional.empty());

        /** Copies the map. */
        public Observability {
            levels = Map.copyOf(levels);
        }

        /** Whether lines of the log may show which request they belong to. */
        public boolean showsRequests() {
            return structuredLogs || logback.isPresent();
        }
    }

    /**
     * Where models and what they need lie.
     *
     * @param root {@code model_repository_root}: the folder of models
     * @param implementation {@code model_repository_implementation} and its arguments; empty: the
     *     folder itself is searched
     * @param loadAtStartup {@code load_models_at_startup}
     * @param strictReadiness {@code strict_readiness}: ready only if every start-up model is
     * @param pollInterval {@code repository_poll_milliseconds}: how often changed files are looked
     *     for; zero: never
     * @param leakCheck whether unloaded models are gone
     * @param environments what the models' runtimes may be made of
     */
    public record Repository(
            Path root,
            Optional<RepositoryChoice> implementation,
            boolean loadAtStartup,
            boolean strictReadiness,
            Duration pollInterval,
            LeakCheck leakCheck,
            Environments environments) {

        /** With standard settings for environments. */
        public Repository(
                Path root, boolean loadAtStartup, boolean strictReadiness, Path environmentsDir) {
            this(
                    root,
                    Optional.empty(),
                    loadAtStartup,
                    strictReadiness,
                    Duration.ZERO,
                    LeakCheck.STANDARD,
                    Environments.in(environmentsDir));
        }

        /** Where plugins and environments are unpacked. */
        public Path environmentsDir() {
            return environments.dir();
        }
    }

    /**
     * Looks whether unloaded models are gone.
     *
     * @param after {@code leak_check_seconds}; zero: never
     * @param maxDumpBytes {@code leak_dump_max_bytes}
     */
    public record LeakCheck(Duration after, long maxDumpBytes) {
        static final LeakCheck STANDARD = new LeakCheck(Duration.ofSeconds(30), 256L << 20);
    }

    /**
     * A plugin's repository of models.
     *
     * @param name it answers to
     * @param arguments for it
     */
    public record RepositoryChoice(String name, Parameters arguments) {}

    /**
     * What runtimes may be made of.
     *
     * @param dir {@code environments_dir}: where plugins and environments are unpacked
     * @param tarball {@code env_tarball}: an archive with runtimes for all models
     * @param pythons for models in Python
     * @param maxBytes {@code environment_max_bytes}: what an archive may unpack to
     * @param maxEntries {@code environment_max_entries}: files and folders in it
     * @param maxRatio {@code environment_max_ratio}: times the archive's size
     * @param maven where {@code dependencies} come from
     */
    public record Environments(
            Path dir,
            Optional<Path> tarball,
            PythonChoice pythons,
            long maxBytes,
            int maxEntries,
            int maxRatio,
            Maven maven) {
        static final long MAX_BYTES = 8L << 30;
        static final int MAX_ENTRIES = 200_000;
        static final int MAX_RATIO = 100;

        /** As it is if nothing is set. */
        public static Environments in(Path dir) {
            return new Environments(
                    dir,
                    Optional.empty(),
                    PythonChoice.none(),
                    MAX_BYTES,
                    MAX_ENTRIES,
                    MAX_RATIO,
                    new Maven(List.of(), dir.resolve("maven"), false));
        }
    }

    /**
     * Where Maven artefacts come from.
     *
     * @param repositories {@code maven_repositories}: URLs; none: Maven Central
     * @param cache {@code maven_cache_dir}: where they are kept
     * @param offline {@code maven_offline}: nothing is fetched
     */
    public record Maven(List<String> repositories, Path cache, boolean offline) {
        /** Copies the list. */
        public Maven {
            repositories = List.copyOf(repositories);
        }
    }
}
