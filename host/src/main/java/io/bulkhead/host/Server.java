package io.bulkhead.host;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.host.codec.json.GoldenSampleJson;
import io.bulkhead.host.config.EffectiveSettings;
import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.controlplane.ModelLoader;
import io.bulkhead.host.controlplane.RepositoryService;
import io.bulkhead.host.controlplane.RepositoryWatch;
import io.bulkhead.host.controlplane.golden.GoldenSamples;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.DeadlineTimer;
import io.bulkhead.host.dataplane.InferenceService;
import io.bulkhead.host.dataplane.Schedules;
import io.bulkhead.host.dataplane.ServerMetadata;
import io.bulkhead.host.environment.ArchiveLimits;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.MavenArtifacts;
import io.bulkhead.host.environment.ScratchFolder;
import io.bulkhead.host.grpc.GrpcServer;
import io.bulkhead.host.model.ActivityReport;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.model.Readiness;
import io.bulkhead.host.plugin.ForeignRepository;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.release.LeakSentinel;
import io.bulkhead.host.repository.FolderRepository;
import io.bulkhead.host.rest.RestServer;
import io.bulkhead.host.runtime.CallWatch;
import io.bulkhead.host.runtime.ChildLaunchers;
import io.bulkhead.host.runtime.InstanceFactory;
import io.bulkhead.host.runtime.process.ChildSettings;
import io.bulkhead.host.runtime.process.ChildTelemetry;
import io.bulkhead.host.runtime.process.ProcessInstanceFactory;
import io.bulkhead.host.runtime.process.python.PythonLauncher;
import io.bulkhead.host.runtime.process.python.PythonSettings;
import io.bulkhead.host.sharedmemory.ClientRegions;
import io.bulkhead.host.telemetry.MetricsServer;
import io.bulkhead.host.telemetry.PrometheusMetrics;
import io.bulkhead.host.telemetry.RestTelemetry;
import io.bulkhead.host.telemetry.logging.AccessLog;
import io.bulkhead.host.telemetry.logging.GrpcAccessLog;
import io.bulkhead.host.telemetry.logging.LogSettings;
import io.bulkhead.host.telemetry.logging.ServerLog;
import io.bulkhead.host.telemetry.tracing.GrpcTracing;
import io.bulkhead.host.telemetry.tracing.Tracing;
import io.bulkhead.host.telemetry.tracing.TracingProperties;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of the server, built by constructor, started in order, closed in reverse. The only
 * class that knows every package.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final ServerSettings settings;
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final ModelRegistry registry = new ModelRegistry();
    private final Readiness readiness;
    private final FolderRepository folder;
    private final RepositoryService repository;
    private final InferenceService dataPlane;
    private final LeakSentinel sentinel;
    private final RestServer rest;
    private final GrpcServer grpc;
    private final MetricsServer metricsServer;

    /**
     * Builds everything and opens nothing but the installed plugins.
     *
     * @param variables the environment, for what model settings leave out
     * @throws io.bulkhead.host.config.SettingsException if traces cannot be sent as the variables
     *     say, or the repository of models that they name cannot be opened; nothing is open then
     */
    public Server(
            ServerSettings settings, Distribution distribution, Map<String, String> variables) {
        this.settings = settings;
        owned(ScratchFolder.ofThisProcess());
        Path root = settings.repository().root();
        String version = settings.identity().version().orElse(distribution.version());
        Tracing tracing = owned(Tracing.of(TracingProperties.of(settings, version, variables)));
        DeadlineTimer timer = owned(new DeadlineTimer());
        ServerSettings.Environments environments = settings.repository().environments();
        ServerSettings.LeakCheck leaks = settings.repository().leakCheck();
        this.sentinel = owned(new LeakSentinel(leaks.after(), leaks.maxDumpBytes()));
        EnvironmentStore store = owned(environmentStore(environments));
        PluginCatalog plugins =
                owned(
                        new PluginCatalog(
                                store,
                                distribution.plugins(),
                                environments.tarball(),
                                Optional.of(mavenArtifacts(environments.maven())),
                                environments.pythons(),
                                sentinel));
        boolean marksLog = settings.observability().showsRequests();
        PrometheusMetrics metrics =
                new PrometheusMetrics(
                        settings.metrics().restPrefix(),
                        registry::serves,
                        new ActivityReport(registry),
                        sentinel::models);
        ProcessInstanceFactory children =
                owned(
                        new ProcessInstanceFactory(
                                ChildSettings.ofThisProcess(
                                        new ChildTelemetry(
                                                tracing.properties(),
                                                marksLog,
                                                ServerLog.levels(settings),
                                                new ChildTelemetry.LeakCheck(
                                                        leaks.after().toMillis(),
                                                        leaks.maxDumpBytes()))),
                                metrics::ofModel,
                                environments.dir().resolve("crashes")));
        PythonLauncher pythons =
                new PythonLauncher(
                        children,
                        new PythonSettings(
                                Path.of(System.getProperty("java.io.tmpdir", "")),
                                settings.serverName(),
                                settings.observability().tracingServer()));
        metrics.include(pythons::metrics);
        InstanceFactory instances =
                new InstanceFactory(
                        new ModelPlugins(new NativeLayers(), sentinel),
                        new ChildLaunchers(children, pythons),
                        metrics::ofModel,
                        settings.parallelWorkers(),
                        CallWatch.of(tracing.isOn() || marksLog));
        this.readiness = new Readiness(settings.repository().strictReadiness());
        this.folder = folder(new ModelSettingsReader(variables), plugins);
        this.repository =
                owned(
                        new RepositoryService(
                                folder,
                                registry,
                                new ModelLoader(
                                        plugins,
                                        instances,
                                        root,
                                        new GoldenSamples(
                                                GoldenSampleJson::read,
                                                GoldenSamples.Limits.STANDARD)),
                                readiness,
                                sentinel::notice));
        SharedMemory sharedMemory = sharedMemory();
        this.dataPlane =
                new InferenceService(
                        ServerMetadata.of(
                                settings.serverName(),
                                version,
                                settings.identity().extensions(),
                                sharedMemory.isOn()),
                        registry,
                        readiness,
                        metrics,
                        new EffectiveSettings(
                                variables, settings.parallelWorkers(), settings.defaultTimeout()),
                        settings.rest().rootModel(),
                        new Schedules(timer, settings.defaultTimeout()),
                        sharedMemory);
        this.metricsServer = owned(new MetricsServer(settings, metrics));
        LogSettings log = new LogSettings(ServerLog.ofProcess(), children::levels);
        AccessLog accessLog = new AccessLog(settings.debug());
        this.grpc =
                new GrpcServer(
                        settings,
                        dataPlane,
                        repository,
                        log,
                        interceptors(metrics, accessLog, tracing));
        closeables.push(() -> grpc.stop(DRAIN));
        this.rest =
                owned(
                        new RestServer(
                                settings,
                                dataPlane,
                                repository,
                                new RestTelemetry(
                                        metrics.rest(), metrics::text, accessLog, log, tracing)));
    }

    private static List<ServerInterceptor> interceptors(
            PrometheusMetrics metrics, AccessLog accessLog, Tracing tracing) {
        List<ServerInterceptor> always = List.of(metrics.grpc(), new GrpcAccessLog(accessLog));
        return tracing.isOn()
                ? Stream.concat(always.stream(), Stream.of(GrpcTracing.ofMetadata(tracing)))
                        .toList()
                : always;
    }

    private SharedMemory sharedMemory() {
        return settings.sharesMemory()
                ? owned(new ClientRegions(Path.of("/dev/shm")))
                : SharedMemory.OFF;
    }

    private static EnvironmentStore environmentStore(ServerSettings.Environments settings) {
        return new EnvironmentStore(
                settings.dir(),
                new ArchiveLimits(settings.maxBytes(), settings.maxEntries(), settings.maxRatio()));
    }

    private static MavenArtifacts mavenArtifacts(ServerSettings.Maven settings) {
        return new MavenArtifacts(settings.repositories(), settings.cache(), settings.offline());
    }

    private FolderRepository folder(ModelSettingsReader reader, PluginCatalog plugins) {
        Path root = settings.repository().root();
        Optional<ServerSettings.RepositoryChoice> choice = settings.repository().implementation();
        if (choice.isEmpty()) {
            return new FolderRepository(root, reader, plugins);
        }
        try {
            ForeignRepository repository =
                    owned(plugins.repository(choice.get().name(), root, choice.get().arguments()));
            return new FolderRepository(root, reader, plugins, repository::folders);
        } catch (ServingException e) {
            close();
            throw new SettingsException(List.of("model_repository_implementation: " + e.reason()));
        }
    }

    private <T extends AutoCloseable> T owned(T part) {
        closeables.push(part);
        return part;
    }

    /**
     * Opens the ports, then loads the models; returns when they are loaded or have failed.
     *
     * @throws IOException if a port cannot be opened, saying which and why; everything is closed
     *     then
     */
    public void start() throws IOException {
        boolean loads = settings.repository().loadAtStartup();
        if (!loads) {
            readiness.started();
        }
        // Before anything is loaded: what changes meanwhile is a change.
        Optional<RepositoryWatch> watch = watch();
        try {
            metricsServer.start();
            grpc.start();
            rest.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        if (loads) {
            repository.loadAll().join();
        }
        watch.ifPresent(RepositoryWatch::start);
    }

    private Optional<RepositoryWatch> watch() {
        Duration interval = settings.repository().pollInterval();
        return interval.isZero()
                ? Optional.empty()
                : Optional.of(owned(new RepositoryWatch(folder, repository, registry, interval)));
    }

    /** The models that are loaded. */
    public ModelRegistry registry() {
        return registry;
    }

    /** The repository's verbs. */
    public RepositoryService repository() {
        return repository;
    }

    /** The inference verbs, as the wires call them. */
    public DataPlane dataPlane() {
        return dataPlane;
    }

    /** What became of the class loaders of unloaded models. */
    public LeakSentinel sentinel() {
        return sentinel;
    }

    /** The port that REST listens on. */
    public int restPort() {
        return rest.port();
    }

    /** The port that gRPC listens on. */
    public int grpcPort() {
        return grpc.port();
    }

    /** The port that the metrics are served on; 0 if they are off. */
    public int metricsPort() {
        return metricsServer.port();
    }

    @Override
    public void close() {
        while (!closeables.isEmpty()) {
            AutoCloseable part = closeables.pop();
            try {
                part.close();
            } catch (Exception e) { // one part that fails must not keep the others open
                LOG.warn("{} failed to close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
