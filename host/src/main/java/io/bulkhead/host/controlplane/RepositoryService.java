package io.bulkhead.host.controlplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.EnvironmentSource;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.model.ModelState;
import io.bulkhead.host.model.ModelStatus;
import io.bulkhead.host.model.Readiness;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.repository.ModelRepository;
import io.bulkhead.host.telemetry.logging.LogScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and unloads models. One thing at a time happens to a name; different names are loaded side
 * by side. Loading what is served is a swap: the new one is loaded beside the old, then takes over,
 * and the old one is closed when its last request is answered. If the new one cannot be loaded, the
 * old one serves on.
 */
public final class RepositoryService implements ControlPlane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryService.class);
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration LOADS_AT_CLOSE = Duration.ofSeconds(5);
    private static final int QUEUE_CAPACITY = 10_000;
    private static final ModelStatus LOADING = ModelStatus.of(ModelState.LOADING);
    private static final ModelStatus UNAVAILABLE = ModelStatus.of(ModelState.UNAVAILABLE);

    private final ModelRepository repository;
    private final ModelRegistry registry;
    private final ModelLoader loader;
    private final Readiness readiness;
    private final ExecutorService loading;
    private final NameQueues names;
    private final Duration drain;
    private final Function<ModelId, Optional<String>> unreleased;
    private final Set<LoadedModel> retiring = ConcurrentHashMap.newKeySet();

    /** Starts no thread before something is loaded. */
    public RepositoryService(
            ModelRepository repository,
            ModelRegistry registry,
            ModelLoader loader,
            Readiness readiness) {
        this(repository, registry, loader, readiness, DRAIN);
    }

    /**
     * As the other.
     *
     * @param unreleased why unloaded copies of a model are still there, for the index
     */
    public RepositoryService(
            ModelRepository repository,
            ModelRegistry registry,
            ModelLoader loader,
            Readiness readiness,
            Function<ModelId, Optional<String>> unreleased) {
        this(repository, registry, loader, readiness, DRAIN, unreleased);
    }

    /**
     * @param drain how long requests may take to end before their model is closed
     */
    RepositoryService(
            ModelRepository repository,
            ModelRegistry registry,
            ModelLoader loader,
            Readiness readiness,
            Duration drain) {
        this(repository, registry, loader, readiness, drain, id -> Optional.empty());
    }

    private RepositoryService(
            ModelRepository repository,
            ModelRegistry registry,
            ModelLoader loader,
            Readiness readiness,
            Duration drain,
            Function<ModelId, Optional<String>> unreleased) {
        this.repository = repository;
        this.registry = registry;
        this.loader = loader;
        this.readiness = readiness;
        this.drain = drain;
        this.unreleased = unreleased;
        this.loading = loadingPool();
        this.names = new NameQueues(loading);
    }

    private static ExecutorService loadingPool() {
        int threads = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(QUEUE_CAPACITY),
                        task -> {
                            Thread thread =
                                    new Thread(task, "model-loader-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Loads every model of the repository, each by itself: one that fails leaves the others alone.
     *
     * @return completes, never with a failure, when all are loaded or have failed
     */
    public CompletableFuture<Void> loadAll() {
        ModelRepository.Listing listing = repository.list();
        for (ModelRepository.Fault fault : listing.faults()) {
            LOG.error("Folder '{}' is no model: {}", fault.folder(), fault.reason());
            readiness.declare(List.of(fault.folder()));
        }
        Set<String> all = new HashSet<>();
        listing.models().forEach(model -> all.add(model.id().name()));
        readiness.declare(all);
        // Before the first one starts: a model that waits for its turn is on its way, not missing.
        listing.models().forEach(model -> registry.status(model.id(), LOADING));
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        Map<String, List<ModelDefinition>> byName = new TreeMap<>();
        listing.models()
                .forEach(m -> byName.computeIfAbsent(m.id().name(), n -> new ArrayList<>()).add(m));
        byName.forEach(
                (name, versions) ->
                        loads.add(
                                submit(name, "load", () -> loadNow(name, versions))
                                        .exceptionally(logged -> null)));
        return CompletableFuture.allOf(loads.toArray(CompletableFuture<?>[]::new))
                .whenComplete((nothing, never) -> readiness.started());
    }

    @Override
    public List<IndexEntry> index(boolean readyOnly) {
        Map<ModelId, IndexEntry> entries =
                new TreeMap<>(Comparator.comparing(ModelId::name).thenComparing(ModelId::version));
        // Folders whose settings cannot be read are no models, as in MLServer; the log and the
        // answer to a load say why.
        for (ModelDefinition model : repository.list().models()) {
            entries.put(model.id(), entry(model.id()));
        }
        // Served although its folder is gone: it still answers, so it is listed.
        registry.all().forEach(model -> entries.put(model.id(), entry(model.id())));
        return entries.values().stream()
                .filter(entry -> !readyOnly || entry.state() == ModelState.READY)
                .toList();
    }

    private IndexEntry entry(ModelId id) {
        ModelStatus noted =
                registry.status(id).orElse(readiness.hasStarted() ? UNAVAILABLE : LOADING);
        ModelStatus status =
                noted.state() == ModelState.READY
                        ? served(id).map(model -> now(model, noted)).orElse(noted)
                        : noted;
        String reason =
                unreleased
                        .apply(id)
                        .map(
                                held ->
                                        status.reason().isEmpty()
                                                ? held
                                                : status.reason() + "; " + held)
                        .orElse(status.reason());
        return new IndexEntry(id.name(), id.version(), status.state(), reason);
    }

    private Optional<LoadedModel> served(ModelId id) {
        return registry.versions(id.name()).stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** What is not as one would expect: where it runs, and what its settings have it made of. */
    private static String told(LoadedModel model) {
        EnvironmentSource source = model.spec().environment().source();
        String notice = model.instance().notice();
        String made = source.isAskedFor() ? "from " + source.text() : "";
        return notice.isEmpty() || made.isEmpty() ? notice + made : notice + "; " + made;
    }

    /** What was loaded may be away meanwhile, as a child that is being restarted. */
    private static ModelStatus now(LoadedModel model, ModelStatus noted) {
        String notice = told(model);
        if (!model.instance().ready()) {
            return new ModelStatus(ModelState.UNAVAILABLE, notice);
        }
        return noted.reason().isEmpty() ? new ModelStatus(noted.state(), notice) : noted;
    }

    @Override
    public CompletionStage<Void> load(String model) {
        return submit(model, "load", () -> loadNow(model, declared(model)));
    }

    private List<ModelDefinition> declared(String name) {
        ModelRepository.Listing found = repository.find(name);
        if (!found.models().isEmpty()) {
            return found.models();
        }
        if (found.faults().isEmpty()) {
            throw notFound(name);
        }
        String reason = found.faults().get(0).reason();
        for (LoadedModel served : registry.versions(name)) {
            registry.status(served.id(), new ModelStatus(ModelState.READY, reason));
        }
        throw ServingException.unprocessable(reason);
    }

    private static ServingException notFound(String name) {
        return new ServingException(ErrorCode.MODEL_NOT_FOUND, "Model " + name + " not found");
    }

    @Override
    public CompletionStage<Void> unload(String model) {
        return submit(model, "unload", () -> unloadNow(model));
    }

    private CompletableFuture<Void> submit(String name, String what, Runnable task) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try {
            names.submit(name, what, task)
                    .whenComplete(
                            (nothing, failure) -> {
                                if (failure == null) {
                                    answer.complete(null);
                                } else {
                                    answer.completeExceptionally(explained(name, what, failure));
                                }
                            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new ServingException(ErrorCode.UNAVAILABLE, "the server is stopping", e));
        }
        return answer;
    }

    private static ServingException explained(String name, String what, Throwable failure) {
        Throwable cause = PluginCall.causeOf(failure);
        if (cause instanceof RejectedExecutionException) {
            return new ServingException(ErrorCode.UNAVAILABLE, "the server is stopping", cause);
        }
        return PluginCall.explained(name, what, cause);
    }

    private void loadNow(String name, List<ModelDefinition> versions) {
        Optional<ServingException> firstFailure = Optional.empty();
        for (ModelDefinition version : versions) {
            try {
                loadVersion(version);
            } catch (ServingException e) {
                firstFailure = firstFailure.or(() -> Optional.of(e));
            }
        }
        retireVanished(name, versions);
        if (firstFailure.isPresent()) {
            throw firstFailure.get();
        }
        readiness.settled(name);
        // A folder that could not be read at the start was declared under its own name.
        versions.forEach(
                version -> readiness.settled(String.valueOf(version.folder().getFileName())));
    }

    private void loadVersion(ModelDefinition definition) {
        try (LogScope scope = LogScope.of(definition.id())) {
            loadVersionNow(definition);
        }
    }

    private void loadVersionNow(ModelDefinition definition) {
        ModelId id = definition.id();
        Optional<LoadedModel> current = served(id);
        if (current.isEmpty()) {
            registry.status(id, LOADING);
        }
        long start = System.nanoTime();
        try {
            Optional<LoadedModel> loaded = loader.load(definition, current);
            if (loaded.isPresent()) {
                registry.put(loaded.get()).ifPresent(this::retire);
                LOG.info(
                        "Loaded model '{}' in {} ms: {}; from {}",
                        id,
                        Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        loaded.get().instance().placement(),
                        loaded.get().spec().environment().source().text());
            } else {
                registry.status(id, ModelStatus.of(ModelState.READY));
            }
        } catch (RuntimeException | LinkageError e) {
            ServingException failure = explained(id.name(), "load", e);
            LOG.error("Model '{}' cannot be loaded: {}", id, failure.reason());
            LOG.debug("Model '{}' cannot be loaded", id, failure);
            registry.status(
                    id,
                    new ModelStatus(
                            current.isPresent() ? ModelState.READY : ModelState.UNAVAILABLE,
                            failure.reason()));
            throw failure;
        }
    }

    private void retireVanished(String name, List<ModelDefinition> versions) {
        Set<ModelId> declared = new HashSet<>();
        versions.forEach(version -> declared.add(version.id()));
        for (LoadedModel model : registry.versions(name)) {
            if (!declared.contains(model.id())) {
                registry.remove(model);
                registry.status(model.id(), UNAVAILABLE);
                retire(model);
            }
        }
    }

    private void unloadNow(String name) {
        List<LoadedModel> versions = registry.versions(name);
        if (versions.isEmpty()) {
            throw notFound(name);
        }
        readiness.settled(name);
        for (LoadedModel model : versions) {
            registry.status(model.id(), ModelStatus.of(ModelState.UNLOADING));
            registry.remove(model);
            model.retire();
            awaitDrained(model, System.nanoTime() + drain.toNanos());
            model.close();
            registry.status(model.id(), UNAVAILABLE);
            try (LogScope scope = LogScope.of(model.id())) {
                LOG.info("Unloaded model '{}'", model.id());
            }
        }
    }

    private void awaitDrained(LoadedModel model, long deadlineNanos) {
        try {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            model.drained().get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "Model '{}' is closed although requests are under way after {} s; they are"
                            + " answered with an error",
                    model.id(),
                    drain.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining never fails", e);
        }
    }

    /** Closes a model in the background, once its last request is answered. */
    private void retire(LoadedModel model) {
        retiring.add(model);
        model.retire();
        CompletionStage<Void> drained =
                model.drained()
                        .copy()
                        .completeOnTimeout(null, drain.toMillis(), TimeUnit.MILLISECONDS);
        drained.thenRunAsync(() -> closeRetired(model), loading);
    }

    private void closeRetired(LoadedModel model) {
        model.close();
        retiring.remove(model);
    }

    /** Takes every model out of service, waits for their requests, closes them. */
    @Override
    public void close() {
        loading.shutdown();
        awaitLoads();
        for (LoadedModel model : registry.all()) {
            registry.remove(model);
            model.retire();
            retiring.add(model);
        }
        long deadline = System.nanoTime() + drain.toNanos(); // one for all: they drain side by side
        for (LoadedModel model : retiring) {
            awaitDrained(model, deadline);
            closeRetired(model);
        }
    }

    /**
     * So that what is loaded meanwhile is found and closed; a load that takes long is cut short.
     */
    private void awaitLoads() {
        try {
            if (!loading.awaitTermination(LOADS_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                loading.shutdownNow();
                loading.awaitTermination(LOADS_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            loading.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
