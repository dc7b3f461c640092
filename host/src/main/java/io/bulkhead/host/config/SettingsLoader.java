package io.bulkhead.host.config;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.tls.TlsException;
import io.bulkhead.host.tls.TlsFiles;
import io.bulkhead.host.tls.TlsMaterial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link ServerSettings} out of all sources. A setting in {@code settings.json} wins over the
 * environment, as in MLServer; a command-line flag wins over both.
 */
public final class SettingsLoader {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsLoader.class);
    private static final int MAX_PORT = 65_535;
    private static final int MAX_POLL_MILLIS = 86_400_000;
    private static final int MAX_CHECK_SECONDS = 86_400;
    private static final int MAX_PYTHONS = 4;
    private static final Pattern PATH = Pattern.compile("/.*");
    private static final Pattern PROFILE = Pattern.compile("mlserver|oip");
    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*");

    private final Path workingDirectory;
    private final Map<String, String> environment;
    private final Consumer<String> warnings;

    /**
     * @param workingDirectory where {@code .env} is looked for and what relative paths start from
     * @param environment the process's variables
     */
    public SettingsLoader(Path workingDirectory, Map<String, String> environment) {
        this(workingDirectory, environment, LOG::warn);
    }

    SettingsLoader(
            Path workingDirectory, Map<String, String> environment, Consumer<String> warnings) {
        this.workingDirectory = workingDirectory;
        this.environment = Map.copyOf(environment);
        this.warnings = warnings;
    }

    /** One for this process. */
    public static SettingsLoader ofProcess() {
        return new SettingsLoader(Path.of("").toAbsolutePath(), System.getenv());
    }

    /** The variables {@code MLSERVER_*} of {@code .env} and the environment, the latter first. */
    public Map<String, String> variables() {
        Map<String, String> all =
                new java.util.LinkedHashMap<>(DotEnv.read(workingDirectory.resolve(".env")));
        all.putAll(environment);
        return all;
    }

    /**
     * Settings, and what is odd about them.
     *
     * @param warnings with places; to be logged once the log is as these settings want it
     */
    public record Loaded(ServerSettings settings, List<String> warnings) {
        /** Copies the list. */
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Loads the settings for a folder of models, and logs the warnings.
     *
     * @param folder given to {@code start}; its {@code settings.json} is read if there is one
     * @param flags command-line values by setting name
     * @throws SettingsException with all faults
     */
    public ServerSettings load(Path folder, Map<String, String> flags) {
        Loaded loaded = read(folder, flags);
        warn(loaded);
        return loaded.settings();
    }

    /** Logs the warnings. */
    public void warn(Loaded loaded) {
        loaded.warnings().forEach(warnings);
    }

    /** As {@link #load}, for a caller who sets the log up first. */
    public Loaded read(Path folder, Map<String, String> flags) {
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(
                    List.of(
                            folder
                                    + ": no such folder; give the folder that holds your models, or"
                                    + " one model's folder"));
        }
        Path file = folder.resolve("settings.json");
        Optional<JsonDocument> document =
                Files.isRegularFile(file)
                        ? Optional.of(JsonDocument.read(file, "settings.json"))
                        : Optional.empty();
        Map<String, String> dotEnv = DotEnv.read(workingDirectory.resolve(".env"));
        SettingSources sources = new SettingSources(flags, document, environment, dotEnv);
        ServerFieldWarnings fields = new ServerFieldWarnings(sources::warning);
        document.ifPresent(fields::ofFile);
        fields.ofVariables(environment, "environment variable ");
        fields.ofVariables(dotEnv, ".env, ");
        ServerSettings settings = build(folder, sources);
        if (!sources.faults().isEmpty()) {
            throw new SettingsException(sources.faults());
        }
        return new Loaded(settings, sources.warnings());
    }

    private ServerSettings build(Path folder, SettingSources from) {
        return new ServerSettings(
                new ServerSettings.Identity(
                        from.text(SettingKey.SERVER_NAME, "mlserver"),
                        from.optionalText(SettingKey.SERVER_VERSION),
                        from.texts(SettingKey.EXTENSIONS)),
                from.text(SettingKey.HOST, "0.0.0.0"),
                from.flag(SettingKey.DEBUG, false),
                (int) Math.max(1, from.integer(SettingKey.PARALLEL_WORKERS, 1, 0, 1024)),
                timeout(from),
                tls(folder, from),
                from.flag(SettingKey.SYSTEM_SHARED_MEMORY, false),
                rest(from),
                grpc(from),
                metrics(from),
                observability(folder, from),
                repository(folder, from));
    }

    private static Duration timeout(SettingSources from) {
        long most = SchedulePolicy.MOST_TIMEOUT_MICROS;
        long micros = from.integer(SettingKey.DEFAULT_TIMEOUT_MICROSECONDS, 0, 0, most);
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static Optional<TlsFiles> tls(Path folder, SettingSources from) {
        Optional<Path> certificate = file(SettingKey.TLS_CERTIFICATE, folder, from);
        Optional<Path> key = file(SettingKey.TLS_PRIVATE_KEY, folder, from);
        Optional<Path> clientCa = file(SettingKey.TLS_CLIENT_CA, folder, from);
        if (certificate.isPresent() && key.isPresent()) {
            TlsFiles files = new TlsFiles(certificate.get(), key.get(), clientCa);
            try {
                TlsMaterial.read(files);
            } catch (TlsException e) {
                from.fault(e.reason());
            }
            return Optional.of(files);
        }
        if (certificate.isPresent() || key.isPresent() || clientCa.isPresent()) {
            from.fault(
                    "tls_certificate and tls_private_key are wanted together, and tls_client_ca"
                            + " only with both; missing: "
                            + (certificate.isPresent() ? "" : "tls_certificate ")
                            + (key.isPresent() ? "" : "tls_private_key"));
        }
        return Optional.empty();
    }

    private static Optional<Path> file(SettingKey key, Path folder, SettingSources from) {
        return from.optionalText(key)
                .filter(text -> !text.isEmpty())
                .map(text -> folder.resolve(text).toAbsolutePath().normalize());
    }

    private static ServerSettings.Rest rest(SettingSources from) {
        return new ServerSettings.Rest(
                (int) from.integer(SettingKey.HTTP_PORT, 8080, 0, MAX_PORT),
                from.text(SettingKey.ROOT_PATH, ""),
                from.flag(SettingKey.GZIP_ENABLED, true),
                from.integer(SettingKey.MAX_REQUEST_BYTES, 64L << 20, 1, Integer.MAX_VALUE - 8),
                errorProfile(from),
                from.optionalText(SettingKey.ROOT_MODEL).filter(name -> !name.isEmpty()),
                from.object(SettingKey.CORS_SETTINGS).map(node -> CorsFields.read(node, from)));
    }

    private static ErrorProfile errorProfile(SettingSources from) {
        String name = from.text(SettingKey.ERROR_PROFILE, PROFILE, "mlserver or oip", "mlserver");
        return name.equals("oip") ? ErrorProfile.OIP : ErrorProfile.MLSERVER;
    }

    private static ServerSettings.Grpc grpc(SettingSources from) {
        SettingKey key = SettingKey.GRPC_MAX_MESSAGE_LENGTH;
        long byDefault = 4L << 20;
        long limit =
                from.isNull(key) ? byDefault : from.integer(key, byDefault, -1, Integer.MAX_VALUE);
        return new ServerSettings.Grpc(
                (int) from.integer(SettingKey.GRPC_PORT, 8081, 0, MAX_PORT),
                limit < 0 ? Integer.MAX_VALUE : (int) limit);
    }

    private static ServerSettings.Metrics metrics(SettingSources from) {
        Optional<String> endpoint =
                from.isNull(SettingKey.METRICS_ENDPOINT)
                        ? Optional.empty()
                        : Optional.of(
                                from.text(
                                        SettingKey.METRICS_ENDPOINT,
                                        PATH,
                                        "a path that begins with a slash",
                                        "/metrics"));
        return new ServerSettings.Metrics(
                (int) from.integer(SettingKey.METRICS_PORT, 8082, 0, MAX_PORT),
                endpoint,
                from.text(
                        SettingKey.METRICS_REST_SERVER_PREFIX,
                        METRIC_NAME,
                        "the beginning of a metric's name (letters, digits and underscores)",
                        "rest_server"));
    }

    private ServerSettings.Observability observability(Path folder, SettingSources from) {
        LoggingSettingsReader reader =
                new LoggingSettingsReader(List.of(workingDirectory, folder), from);
        LoggingSettingsReader.Found logging =
                from.located(SettingKey.LOGGING_SETTINGS)
                        .map(reader::read)
                        .orElse(LoggingSettingsReader.Found.NOTHING);
        return new ServerSettings.Observability(
                from.flag(SettingKey.USE_STRUCTURED_LOGGING, false),
                logging.levels(),
                logging.logback(),
                from.optionalText(SettingKey.TRACING_SERVER).filter(text -> !text.isBlank()));
    }

    private ServerSettings.Environments environments(Path folder, SettingSources from) {
        Path dir = workingDirectory.resolve(from.text(SettingKey.ENVIRONMENTS_DIR, ".envs"));
        Path cache =
                from.optionalText(SettingKey.MAVEN_CACHE_DIR)
                        .filter(text -> !text.isEmpty())
                        .map(workingDirectory::resolve)
                        .orElse(dir.resolve("maven"));
        return new ServerSettings.Environments(
                dir.toAbsolutePath().normalize(),
                file(SettingKey.ENV_TARBALL, folder, from),
                pythons(folder, from),
                from.integer(
                        SettingKey.ENVIRONMENT_MAX_BYTES,
                        ServerSettings.Environments.MAX_BYTES,
                        1,
                        Long.MAX_VALUE),
                (int)
                        from.integer(
                                SettingKey.ENVIRONMENT_MAX_ENTRIES,
                                ServerSettings.Environments.MAX_ENTRIES,
                                1,
                                Integer.MAX_VALUE),
                (int)
                        from.integer(
                                SettingKey.ENVIRONMENT_MAX_RATIO,
                                ServerSettings.Environments.MAX_RATIO,
                                1,
                                Integer.MAX_VALUE),
                new ServerSettings.Maven(
                        from.texts(SettingKey.MAVEN_REPOSITORIES),
                        cache.toAbsolutePath().normalize(),
                        from.flag(SettingKey.MAVEN_OFFLINE, false)));
    }

    private static ServerSettings.LeakCheck leakCheck(SettingSources from) {
        ServerSettings.LeakCheck standard = ServerSettings.LeakCheck.STANDARD;
        long seconds = standard.after().toSeconds();
        return new ServerSettings.LeakCheck(
                Duration.ofSeconds(
                        from.integer(SettingKey.LEAK_CHECK_SECONDS, seconds, 0, MAX_CHECK_SECONDS)),
                from.integer(
                        SettingKey.LEAK_DUMP_MAX_BYTES,
                        standard.maxDumpBytes(),
                        0,
                        Long.MAX_VALUE));
    }

    private PythonChoice pythons(Path folder, SettingSources from) {
        List<Path> named =
                from.paths(SettingKey.PYTHON).stream()
                        .map(text -> folder.resolve(text).toAbsolutePath().normalize())
                        .toList();
        return named.isEmpty() ? new PythonChoice(onPath(), false) : new PythonChoice(named, true);
    }

    private List<Path> onPath() {
        String separator = java.io.File.pathSeparator;
        return Stream.of(environment.getOrDefault("PATH", "").split(separator, -1))
                .filter(place -> !place.isBlank())
                .flatMap(place -> Stream.of("python3", "python").map(Path.of(place)::resolve))
                .filter(Files::isExecutable)
                .limit(MAX_PYTHONS)
                .toList();
    }

    private ServerSettings.Repository repository(Path folder, SettingSources from) {
        Path root =
                from.optionalText(SettingKey.MODEL_REPOSITORY_ROOT)
                        .filter(text -> !text.equals("."))
                        .map(text -> folder.resolve(text))
                        .orElse(folder);
        Parameters arguments =
                from.object(SettingKey.MODEL_REPOSITORY_IMPLEMENTATION_ARGS)
                        .map(JsonValues::parameters)
                        .orElseGet(Parameters::empty);
        return new ServerSettings.Repository(
                root.toAbsolutePath().normalize(),
                from.optionalText(SettingKey.MODEL_REPOSITORY_IMPLEMENTATION)
                        .filter(name -> !name.isEmpty())
                        .map(name -> new ServerSettings.RepositoryChoice(name, arguments)),
                from.flag(SettingKey.LOAD_MODELS_AT_STARTUP, true),
                from.flag(SettingKey.STRICT_READINESS, true),
                Duration.ofMillis(
                        from.integer(
                                SettingKey.REPOSITORY_POLL_MILLISECONDS, 0, 0, MAX_POLL_MILLIS)),
                leakCheck(from),
                environments(folder, from));
    }
}
