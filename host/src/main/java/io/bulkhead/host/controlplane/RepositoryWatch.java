package io.bulkhead.host.controlplane;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.repository.ModelRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads models whose files change, one after the other: a plugin in the repository's root may be
 * that of all, and they need not be there twice at once. What a load is, and that the old one
 * serves on if it fails, is {@link ControlPlane}'s.
 *
 * <p>It looks at names, sizes and times only, again and again: unlike notifications, that works on
 * every file system and through links. A change counts once the files rest for the time between two
 * looks, so that what is being written is not read by halves; what was all the same is read again
 * when it is whole. Looking takes a twentieth of a processor at most.
 */
public final class RepositoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(5);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final int REST_PER_LOOK = 20;

    private final ModelRepository repository;
    private final ControlPlane models;
    private final ModelRegistry registry;
    private final Duration interval;
    private final Thread thread;
    private FileSnapshot known;
    private Set<String> declared;

    /**
     * Takes what lies there now for known; nobody looks before {@link #start}.
     *
     * @param interval between two looks, more if looking takes long
     */
    public RepositoryWatch(
            ModelRepository repository,
            ControlPlane models,
            ModelRegistry registry,
            Duration interval) {
        this.repository = repository;
        this.models = models;
        this.registry = registry;
        this.interval = interval;
        this.thread = new Thread(this::watch, "repository-watch");
        this.known = look();
        this.declared = names(repository.list().models());
        thread.setDaemon(true);
    }

    /** Looks from now on. */
    public void start() {
        LOG.info("Models are loaded when their files change below {}", repository.root());
        thread.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long begin = System.nanoTime();
                FileSnapshot seen = look();
                long took = System.nanoTime() - begin;
                Thread.sleep(Math.max(interval.toMillis(), took * REST_PER_LOOK / 1_000_000));
                if (!seen.equals(known)) {
                    takeIfAtRest(seen);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private FileSnapshot look() {
        Set<Path> places = new LinkedHashSet<>(List.of(repository.root()));
        for (LoadedModel model : registry.all()) {
            Path artifact = model.spec().artifact();
            if (!artifact.startsWith(repository.root())) {
                places.add(artifact);
            }
        }
        try {
            return FileSnapshot.of(places);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder that is gone as a whole is being replaced, or its disk is away. */
    private void takeIfAtRest(FileSnapshot seen) throws InterruptedException {
        if (!look().equals(seen) || !Files.isDirectory(repository.root())) {
            return;
        }
        Set<Path> changed = seen.changedSince(known);
        known = seen;
        try {
            take(changed);
        } catch (RuntimeException e) { // what is wrong now may be mended by the next change
            LOG.warn("Changes below {} cannot be read", repository.root(), e);
        }
    }

    private void take(Set<Path> changed) throws InterruptedException {
        ModelRepository.Listing found = repository.list();
        warn(found.faults(), changed);
        Set<String> names = names(found.models());
        List<ModelDefinition> all = new ArrayList<>(found.models());
        registry.all().forEach(model -> all.add(model.definition())); // its settings may be broken
        for (String name : touched(all, changed)) {
            await(name, "load", models.load(name));
        }
        Set<String> gone = new TreeSet<>(declared);
        gone.removeAll(names);
        for (String name : gone) {
            // Settings that cannot be read now declare nothing, but their model is not gone.
            if (registry.versions(name).stream().noneMatch(RepositoryWatch::isThere)) {
                await(name, "unload", models.unload(name));
            }
        }
        declared = names;
        registry.all().forEach(model -> declared.add(model.id().name()));
    }

    private static void warn(List<ModelRepository.Fault> faults, Set<Path> changed) {
        for (ModelRepository.Fault fault : faults) {
            if (changed.stream().anyMatch(file -> fault.folder().equals(folderName(file)))) {
                LOG.warn("Folder '{}' is no model: {}", fault.folder(), fault.reason());
            }
        }
    }

    private static String folderName(Path file) {
        Path folder = file.getParent();
        return folder == null ? "" : String.valueOf(folder.getFileName());
    }

    private static boolean isThere(LoadedModel model) {
        return Files.isDirectory(model.definition().folder());
    }

    private static Set<String> names(List<ModelDefinition> definitions) {
        return definitions.stream()
                .map(model -> model.id().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What lies in no model's folder may be the plugin of any; loading the unchanged is cheap. */
    private static Set<String> touched(List<ModelDefinition> all, Set<Path> changed) {
        Set<String> names = new TreeSet<>();
        for (Path file : changed) {
            Optional<Path> folder =
                    all.stream()
                            .map(ModelDefinition::folder)
                            .filter(file::startsWith)
                            .max(Comparator.comparingInt(Path::getNameCount));
            all.stream()
                    .filter(model -> folder.isEmpty() || model.folder().equals(folder.get()))
                    .forEach(model -> names.add(model.id().name()));
        }
        return names;
    }

    private static void await(String name, String what, CompletionStage<Void> verb)
            throws InterruptedException {
        try {
            verb.toCompletableFuture().get(LONGEST_LOAD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // The control plane has logged it, and the index shows it.
            LOG.debug("{} of model '{}' has failed", what, name, e);
        } catch (TimeoutException e) {
            LOG.warn("Model '{}' still loads; the next is not kept waiting", name);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
