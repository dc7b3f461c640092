package io.bulkhead.host.plugin;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.Outline;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runtimes there are. Plugins come from the distribution's {@code plugins/}, from the
 * repository's root and from a model's own folder; the nearer one wins. A plugin is opened once to
 * be asked what it offers; models get loaders of their own, see {@link OpenPlugin#forModel}.
 *
 * <p>Thread-safe. Owns the plugins that it has opened to describe them.
 */
public final class PluginCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

    /** A file as it was when it was read: if it is another, it is read again. */
    private record Stamp(long size, long modifiedMillis, Object fileKey) {}

    private record Described(
            Stamp stamp,
            Optional<OpenPlugin> plugin,
            Map<RuntimeSource, RuntimeFactory> runtimes,
            String fault) {}

    private final EnvironmentStore store;
    private final Map<Path, Described> installed = new LinkedHashMap<>();
    private final Map<Path, Described> dropped = new LinkedHashMap<>();

    /**
     * @param store where dropped plugins are copied to
     * @param installedPlugins the distribution's folder of plugins; may not exist
     */
    public PluginCatalog(EnvironmentStore store, Path installedPlugins) {
        this.store = store;
        for (Path folder : children(installedPlugins)) {
            if (Files.isDirectory(folder)) {
                installed.put(folder, describe(folder, true));
            } else if (isPluginFile(folder)) {
                installed.put(folder, describe(folder, false));
            }
        }
    }

    /**
     * The runtime that a model's settings name.
     *
     * @param implementation a runtime's name or one of its further names
     * @param modelFolder its plugins come first
     * @param repositoryRoot its plugins come second
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public synchronized RuntimeSource resolve(
            String implementation, Path modelFolder, Path repositoryRoot) {
        List<Described> visible = seenFrom(modelFolder, repositoryRoot);
        return sources(visible).stream()
                .filter(source -> source.answersTo(implementation))
                .findFirst()
                .orElseThrow(() -> unknown(implementation, visible));
    }

    /** The runtimes that a model may ask for, the nearest first; see {@link #resolve}. */
    public synchronized List<RuntimeSource> visible(Path modelFolder, Path repositoryRoot) {
        return sources(seenFrom(modelFolder, repositoryRoot));
    }

    private static List<RuntimeSource> sources(List<Described> visible) {
        return visible.stream()
                .flatMap(described -> described.runtimes().keySet().stream())
                .toList();
    }

    private List<Described> seenFrom(Path modelFolder, Path repositoryRoot) {
        List<Path> near = pluginFiles(modelFolder);
        for (Path file : near) {
            dropped.compute(file, this::refreshed);
        }
        refreshRoot(repositoryRoot);
        List<Described> visible = new ArrayList<>();
        Stream.of(near, pluginFiles(repositoryRoot))
                .flatMap(List::stream)
                .map(dropped::get)
                .flatMap(Stream::ofNullable)
                .forEach(visible::add);
        visible.addAll(installed.values());
        return visible;
    }

    private static ServingException unknown(String implementation, List<Described> visible) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> faults = new TreeSet<>();
        for (Described described : visible) {
            described.runtimes().keySet().forEach(source -> names.add(source.name()));
            if (!described.fault().isEmpty()) {
                faults.add("; not usable: " + described.fault());
            }
        }
        return ServingException.loadFailed(
                "no runtime '"
                        + implementation
                        + "' is installed; there are: "
                        + (names.isEmpty() ? "none" : String.join(", ", names))
                        + String.join("", faults),
                null);
    }

    /**
     * What a runtime would make of an artefact.
     *
     * @param runtime one that was {@linkplain #resolve resolved} here
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is plain that it cannot load it
     */
    public synchronized Outline outline(
            RuntimeSource runtime, ModelSettings settings, Path artifact) {
        return Stream.concat(dropped.values().stream(), installed.values().stream())
                .map(described -> described.runtimes().get(runtime))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(
                        factory ->
                                PluginCall.with(
                                        factory.getClass().getClassLoader(),
                                        runtime.name(),
                                        "outline",
                                        () -> factory.outline(settings, artifact)))
                .orElseGet(Outline::empty);
    }

    /** A folder without settings: which runtime its artefact belongs to. */
    public record Recognised(RuntimeSource runtime, Path artifact) {}

    /**
     * Looks for a well-known artefact in a folder.
     *
     * @return empty if no runtime recognises anything in it
     */
    public synchronized Optional<Recognised> recognise(Path folder, Path repositoryRoot) {
        refreshRoot(repositoryRoot);
        Stream<Described> near =
                dropped.entrySet().stream()
                        .filter(entry -> repositoryRoot.equals(entry.getKey().getParent()))
                        .map(Map.Entry::getValue);
        return Stream.concat(near, installed.values().stream())
                .flatMap(described -> described.runtimes().entrySet().stream())
                .flatMap(entry -> recognised(entry.getKey(), entry.getValue(), folder).stream())
                .findFirst();
    }

    private static Optional<Recognised> recognised(
            RuntimeSource source, RuntimeFactory factory, Path folder) {
        for (String name : source.artifacts()) {
            Path artifact = folder.resolve(name);
            if (Files.exists(artifact) && recognises(factory, source, artifact)) {
                return Optional.of(new Recognised(source, artifact));
            }
        }
        return Optional.empty();
    }

    private static boolean recognises(RuntimeFactory factory, RuntimeSource source, Path file) {
        try {
            return PluginCall.with(
                    factory.getClass().getClassLoader(),
                    source.name(),
                    "recognises",
                    () -> factory.recognises(file));
        } catch (ServingException e) {
            // Logged by PluginCall; a runtime that cannot tell does not get the folder.
            return false;
        }
    }

    /** The runtimes of installed plugins and of those in the repository's root. */
    public synchronized List<RuntimeSource> runtimes() {
        return Stream.concat(dropped.values().stream(), installed.values().stream())
                .flatMap(described -> described.runtimes().keySet().stream())
                .toList();
    }

    private void refreshRoot(Path repositoryRoot) {
        for (Path file : pluginFiles(repositoryRoot)) {
            dropped.compute(file, this::refreshed);
        }
        dropped.entrySet()
                .removeIf(
                        entry -> {
                            boolean gone = !Files.exists(entry.getKey());
                            if (gone) {
                                entry.getValue().plugin().ifPresent(OpenPlugin::close);
                            }
                            return gone;
                        });
    }

    private Described refreshed(Path file, @Nullable Described before) {
        if (before != null && before.stamp().equals(stamp(file))) {
            return before;
        }
        if (before != null) {
            before.plugin().ifPresent(OpenPlugin::close);
        }
        return describe(file, false);
    }

    private Described describe(Path file, boolean partOfServer) {
        Stamp stamp = stamp(file);
        try {
            Environment environment = partOfServer ? store.installed(file) : store.dropped(file);
            OpenPlugin plugin = OpenPlugin.toDescribe(environment);
            try {
                Map<RuntimeSource, RuntimeFactory> runtimes = new LinkedHashMap<>();
                for (RuntimeFactory factory : plugin.factories()) {
                    runtimes.put(source(environment, plugin, factory), factory);
                }
                return new Described(stamp, Optional.of(plugin), runtimes, "");
            } catch (RuntimeException e) {
                plugin.close();
                throw e;
            }
        } catch (ServingException e) {
            LOG.warn("Plugin {} is not used: {}", file.getFileName(), e.reason());
            return new Described(stamp, Optional.empty(), Map.of(), e.reason());
        }
    }

    private static RuntimeSource source(
            Environment environment, OpenPlugin plugin, RuntimeFactory factory) {
        return PluginCall.with(
                plugin.loader(),
                environment.label(),
                "its description",
                () -> RuntimeSource.of(environment, factory));
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return new Stamp(
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis(),
                    key == null ? "" : key);
        } catch (IOException e) {
            return new Stamp(-1, -1, "");
        }
    }

    private static List<Path> pluginFiles(Path folder) {
        return children(folder).stream().filter(PluginCatalog::isPluginFile).toList();
    }

    private static boolean isPluginFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) && (name.endsWith(".jar") || name.endsWith(".zip"));
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        for (Map<Path, Described> all : List.of(installed, dropped)) {
            all.values().forEach(described -> described.plugin().ifPresent(OpenPlugin::close));
            all.clear();
        }
    }
}
