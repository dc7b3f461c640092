package io.bulkhead.host.plugin;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.Outline;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.PythonChoice;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.MavenArtifacts;
import io.bulkhead.host.plugin.release.LoaderWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runtimes there are. Plugins come from a model's own folder, from the repository's root and
 * from the distribution's {@code plugins/}; the nearer one wins. A plugin is opened once to be
 * asked what it offers; models get loaders of their own, see {@link OpenPlugin#forModel}.
 *
 * <p>Thread-safe; no lock is held while a plugin is called or a file is read. Owns the plugins that
 * it has opened to describe them.
 */
public final class PluginCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

    /** So often another thread may take a plugin away that is being replaced. */
    private static final int MAX_ATTEMPTS = 5;

    private final EnvironmentStore store;
    private final PluginFolders folders;
    private final RequestedEnvironments requested;
    private final Descriptions descriptions;
    private final PythonRuntimes pythons;
    private final List<PluginFile> installed;

    /** What each file offered when it could last be used: the names of its runtimes. */
    private final Map<Path, Set<String>> offers = new ConcurrentHashMap<>();

    /**
     * @param store where dropped plugins are copied to; not owned
     * @param installedPlugins the distribution's folder of plugins; may not exist
     */
    public PluginCatalog(EnvironmentStore store, Path installedPlugins) {
        this(
                store,
                installedPlugins,
                Optional.empty(),
                Optional.empty(),
                PythonChoice.none(),
                LoaderWatch.NONE);
    }

    /**
     * @param store where dropped plugins are copied to; not owned
     * @param installedPlugins the distribution's folder of plugins; may not exist
     * @param tarball an environment whose runtimes come before the installed ones
     * @param maven where the coordinates that models name are resolved; empty: nowhere
     * @param pythons for models in Python that name none
     */
    public PluginCatalog(
            EnvironmentStore store,
            Path installedPlugins,
            Optional<Path> tarball,
            Optional<MavenArtifacts> maven,
            PythonChoice pythons) {
        this(store, installedPlugins, tarball, maven, pythons, LoaderWatch.NONE);
    }

    /**
     * As the other.
     *
     * @param watch is told of the loaders that were closed
     */
    public PluginCatalog(
            EnvironmentStore store,
            Path installedPlugins,
            Optional<Path> tarball,
            Optional<MavenArtifacts> maven,
            PythonChoice pythons,
            LoaderWatch watch) {
        this.store = store;
        this.descriptions = new Descriptions(watch);
        this.folders = new PluginFolders(store);
        this.requested = new RequestedEnvironments(store, maven);
        this.pythons = new PythonRuntimes(pythons);
        List<PluginFile> everywhere = new ArrayList<>();
        tarball.flatMap(this::shared).ifPresent(everywhere::add);
        everywhere.addAll(installed(installedPlugins));
        this.installed = List.copyOf(everywhere);
    }

    private List<PluginFile> installed(Path folder) {
        String place = "the server's plugins";
        List<PluginFile> files = new ArrayList<>();
        for (Path child : foldersIn(folder)) {
            files.add(unpacked(child, place));
        }
        files.addAll(folders.packedIn(folder, place));
        return List.copyOf(files);
    }

    private PluginFile unpacked(Path folder, String place) {
        try {
            EnvironmentLease lease = EnvironmentLease.permanent(store.installed(folder));
            return new PluginFile(folder, place, Optional.of(lease), "");
        } catch (ServingException e) {
            return PluginFile.broken(folder, place, e.reason());
        }
    }

    private static List<Path> foldersIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One plugin as a model sees it. */
    private record Visible(PluginFile file, Description description, List<EnvironmentLease> needs) {
        Stream<RuntimeSource> runtimes() {
            return description.runtimes().keySet().stream();
        }

        /** Empty if it has no runtime, or was replaced this moment. */
        Optional<EnvironmentLease> lease() {
            return runtimes().findFirst().flatMap(this::lease);
        }

        Optional<EnvironmentLease> lease(RuntimeSource runtime) {
            return file.lease().flatMap(lease -> lease.with(needs, runtime.environment()));
        }
    }

    /**
     * The runtime that a model's settings name, with a lease on what it is made of.
     *
     * @param implementation a runtime's name or one of its further names
     * @param modelFolder its plugins come first
     * @param repositoryRoot its plugins come second
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public RuntimeLease lease(String implementation, Path modelFolder, Path repositoryRoot) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Found found = find(implementation, modelFolder, repositoryRoot);
            Optional<EnvironmentLease> lease = found.lease();
            if (lease.isPresent()) {
                return new RuntimeLease(found.source(), lease.get());
            }
        }
        throw ServingException.loadFailed(
                "the plugins change faster than they can be read; try again", null);
    }

    /**
     * As {@link #lease(String, Path, Path)}, for a model that may name an environment: then its
     * runtime comes from there. If only libraries are in it, they take the place of those of the
     * plugin that has the runtime; if it is a Python, the runtime is the one in there. A class that
     * no plugin has may be one in Python, too.
     */
    public RuntimeLease lease(ModelDefinition model, Path repositoryRoot) {
        if (model.environment().isPresent()) {
            return inEnvironment(model, repositoryRoot);
        }
        if (model.environment().asksForPython()) {
            return leaseInPython(model, repositoryRoot);
        }
        String implementation = model.settings().implementation();
        try {
            return lease(implementation, model.folder(), repositoryRoot);
        } catch (ServingException unknown) {
            if (!pythons.mayBe(model) || isKnown(implementation, model, repositoryRoot)) {
                throw unknown;
            }
            try {
                return leaseInPython(model, repositoryRoot);
            } catch (ServingException e) {
                throw ServingException.loadFailed(
                        unknown.reason() + "; nor does it run in Python: " + e.reason(), e);
            }
        }
    }

    private boolean isKnown(String implementation, ModelDefinition model, Path repositoryRoot) {
        return visible(model.folder(), repositoryRoot).stream()
                .anyMatch(source -> source.answersTo(implementation));
    }

    /**
     * The runtime of that name in the Python that a model names, else in one of the server's.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public RuntimeLease leaseInPython(ModelDefinition model, Path repositoryRoot) {
        RuntimeSource source = pythons.source(model, pythonName(model, repositoryRoot));
        return new RuntimeLease(source, EnvironmentLease.permanent(source.environment()));
    }

    /** How the runtime is called in Python: our short names are MLServer's runtimes there. */
    private String pythonName(ModelDefinition model, Path repositoryRoot) {
        String implementation = model.settings().implementation();
        if (implementation.contains(".")) {
            return implementation;
        }
        return visible(model.folder(), repositoryRoot).stream()
                .filter(source -> source.answersTo(implementation))
                .flatMap(source -> source.implementations().stream().sorted())
                .filter(name -> name.startsWith("mlserver_"))
                .findFirst()
                .orElse(implementation);
    }

    private RuntimeLease inEnvironment(ModelDefinition model, Path repositoryRoot) {
        String implementation = model.settings().implementation();
        EnvironmentLease wanted = requested.open(model.environment(), model.folder());
        try {
            if (wanted.environment().python().isPresent()) {
                return pythons.in(wanted, model, pythonName(model, repositoryRoot));
            }
            return wanted.environment().hasExtensions()
                    ? own(implementation, wanted)
                    : withLibraries(implementation, model.folder(), repositoryRoot, wanted);
        } catch (RuntimeException | Error e) {
            wanted.close();
            throw e;
        }
    }

    private RuntimeLease own(String implementation, EnvironmentLease wanted) {
        Description plugin = descriptions.of(wanted.environment());
        return plugin.runtimes().keySet().stream()
                .filter(source -> source.answersTo(implementation))
                .findFirst()
                .map(source -> new RuntimeLease(source, wanted))
                .orElseThrow(() -> notIn(wanted.environment(), implementation, plugin));
    }

    private static ServingException notIn(
            Environment environment, String implementation, Description plugin) {
        List<String> names = plugin.runtimes().keySet().stream().map(RuntimeSource::name).toList();
        return ServingException.loadFailed(
                environment.source().text()
                        + " has no runtime '"
                        + implementation
                        + "'"
                        + (plugin.fault().isEmpty()
                                ? "; there are: " + String.join(", ", names)
                                : ": " + plugin.fault()),
                null);
    }

    private RuntimeLease withLibraries(
            String implementation,
            Path modelFolder,
            Path repositoryRoot,
            EnvironmentLease libraries) {
        try (RuntimeLease plugin = lease(implementation, modelFolder, repositoryRoot)) {
            Environment composed = plugin.source().environment().with(libraries.environment());
            EnvironmentLease lease =
                    plugin.environment().with(List.of(libraries), composed).orElseThrow();
            libraries.close();
            return new RuntimeLease(plugin.source().in(composed), lease);
        }
    }

    private Optional<PluginFile> shared(Path tarball) {
        try {
            EnvironmentLease lease = store.tarball(tarball);
            if (lease.environment().hasExtensions()) {
                String place = "the server's settings";
                return Optional.of(new PluginFile(tarball, place, Optional.of(lease), ""));
            }
            lease.close();
            LOG.warn("env_tarball '{}' is not used: it has no runtime", tarball.getFileName());
        } catch (ServingException e) {
            LOG.warn("env_tarball: {}", e.reason());
        }
        return Optional.empty();
    }

    /** As {@link #lease}, to look at: its files may go at any time. */
    public RuntimeSource resolve(String implementation, Path modelFolder, Path repositoryRoot) {
        return find(implementation, modelFolder, repositoryRoot).source();
    }

    /** The runtimes that a model may ask for, the nearest first; see {@link #resolve}. */
    public List<RuntimeSource> visible(Path modelFolder, Path repositoryRoot) {
        return described(seenFrom(modelFolder, repositoryRoot)).flatMap(Visible::runtimes).toList();
    }

    /**
     * As {@link #visible}, with their files: a model may ask for a runtime long after its plugin
     * was replaced, as a child does that starts again.
     */
    public ReachableRuntimes reachable(Path modelFolder, Path repositoryRoot) {
        List<RuntimeSource> sources = new ArrayList<>();
        List<EnvironmentLease> leases = new ArrayList<>();
        described(seenFrom(modelFolder, repositoryRoot))
                .forEach(
                        plugin ->
                                plugin.lease()
                                        .ifPresent(
                                                lease -> {
                                                    leases.add(lease);
                                                    plugin.runtimes().forEach(sources::add);
                                                }));
        return new ReachableRuntimes(sources, leases);
    }

    private record Found(RuntimeSource source, Visible plugin) {
        Optional<EnvironmentLease> lease() {
            return plugin.lease(source);
        }
    }

    private Found find(String implementation, Path modelFolder, Path repositoryRoot) {
        List<PluginFile> files = seenFrom(modelFolder, repositoryRoot);
        List<Visible> asked = new ArrayList<>();
        // One after the other, so that what lies farther away is not even asked.
        return described(files)
                .peek(plugin -> requireUnbroken(plugin, files, implementation))
                .peek(asked::add)
                .flatMap(plugin -> plugin.runtimes().map(source -> new Found(source, plugin)))
                .filter(found -> found.source().answersTo(implementation))
                .findFirst()
                .orElseThrow(() -> unknown(implementation, files, asked));
    }

    /**
     * A file that is half written, or broken, does not give its models to a plugin that lies
     * farther away: that would be another runtime of the same name.
     */
    private void requireUnbroken(Visible plugin, List<PluginFile> files, String implementation) {
        for (PluginFile file : files.subList(0, files.indexOf(plugin.file()))) {
            if (!file.fault().isEmpty()
                    && offers.getOrDefault(file.path(), Set.of()).contains(implementation)) {
                throw ServingException.loadFailed(
                        "the plugin of runtime '" + implementation + "' is broken: " + file.fault(),
                        null);
            }
        }
    }

    private List<PluginFile> seenFrom(Path modelFolder, Path repositoryRoot) {
        descriptions.forgetGone();
        offers.keySet().removeIf(file -> !Files.exists(file));
        List<PluginFile> files = new ArrayList<>();
        if (!modelFolder.equals(repositoryRoot)) {
            files.addAll(folders.in(modelFolder, "the model's folder"));
        }
        files.addAll(folders.in(repositoryRoot, "the repository's root"));
        files.addAll(installed);
        return files;
    }

    private Stream<Visible> described(List<PluginFile> files) {
        PluginLinks links = new PluginLinks(files);
        return files.stream()
                .flatMap(
                        file ->
                                file.environment().stream()
                                        .map(plugin -> described(file, plugin, links)));
    }

    private Visible described(PluginFile file, Environment plugin, PluginLinks links) {
        try {
            PluginLinks.Linked linked = links.link(plugin);
            Environment environment = linked.environment().from(plugin.source().in(file.place()));
            Description description = descriptions.of(environment);
            noteOffer(file, description);
            return new Visible(file, description, linked.others());
        } catch (ServingException e) {
            return new Visible(file, Description.failed(e.reason()), List.of());
        }
    }

    private void noteOffer(PluginFile file, Description description) {
        if (description.fault().isEmpty()) {
            Set<String> names = new HashSet<>();
            for (RuntimeSource source : description.runtimes().keySet()) {
                names.add(source.name());
                names.addAll(source.implementations());
            }
            offers.put(file.path(), names);
        }
    }

    private static ServingException unknown(
            String implementation, List<PluginFile> files, List<Visible> plugins) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> faults = new TreeSet<>();
        for (Visible plugin : plugins) {
            plugin.runtimes().forEach(source -> names.add(source.name()));
            faults.add(plugin.description().fault());
        }
        TreeSet<String> others = new TreeSet<>();
        for (PluginFile file : files) {
            faults.add(file.fault());
            if (file.isNone()) {
                others.add("'" + file.name() + "' is no plugin: nothing in it is a RuntimeFactory");
            }
        }
        StringBuilder reason =
                new StringBuilder("no runtime '" + implementation + "' is installed; there are: ");
        reason.append(names.isEmpty() ? "none" : String.join(", ", names));
        faults.stream()
                .filter(fault -> !fault.isEmpty())
                .forEach(fault -> reason.append("; not usable: ").append(fault));
        others.forEach(other -> reason.append("; ").append(other));
        return ServingException.loadFailed(reason.toString(), null);
    }

    /**
     * What a runtime would make of an artefact.
     *
     * @param runtime one that was {@linkplain #resolve resolved} here
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is plain that it cannot load it
     */
    public Outline outline(RuntimeSource runtime, ModelSettings settings, Path artifact) {
        return asked(runtime, "outline", factory -> factory.outline(settings, artifact))
                .orElseGet(Outline::empty);
    }

    /** Empty if the plugin is being replaced this moment. */
    private <T> Optional<T> asked(
            RuntimeSource runtime, String what, Function<RuntimeFactory, T> question) {
        Description plugin = descriptions.of(runtime.environment());
        if (!plugin.acquire()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(plugin.runtimes().get(runtime))
                    .map(
                            factory ->
                                    PluginCall.with(
                                            factory.getClass().getClassLoader(),
                                            runtime.name(),
                                            what,
                                            () -> question.apply(factory)));
        } finally {
            plugin.release();
        }
    }

    /**
     * Why only Python can serve an artefact; empty if its runtime can.
     *
     * @param runtime one that was {@linkplain #resolve resolved} here
     */
    public Optional<String> needsPython(RuntimeSource runtime, Path artifact) {
        return asked(runtime, "needsPython", factory -> factory.needsPython(artifact))
                .orElseGet(Optional::empty);
    }

    /** Whether a model's code may be run by a Python of the server's, as nobody has refused it. */
    public boolean mayRunCode(ModelDefinition model) {
        return pythons.mayRunCode(model);
    }

    /**
     * Opens the repository of models that the server's settings name.
     *
     * @param implementation its name, or the name of its class
     * @param root its plugins come first
     * @param arguments for it
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, or it cannot be opened
     */
    public ForeignRepository repository(String implementation, Path root, Parameters arguments) {
        return new RepositorySearch(seenFrom(root, root)).open(implementation, root, arguments);
    }

    /** A folder without settings: which runtime its artefact belongs to. */
    public record Recognised(RuntimeSource runtime, Path artifact) {}

    /**
     * Looks for a well-known artefact in a folder.
     *
     * @return empty if no runtime recognises anything in it
     */
    public Optional<Recognised> recognise(Path folder, Path repositoryRoot) {
        return described(seenFrom(repositoryRoot, repositoryRoot))
                .flatMap(plugin -> recognised(plugin.description(), folder).stream())
                .findFirst();
    }

    private static Optional<Recognised> recognised(Description plugin, Path folder) {
        if (!plugin.acquire()) {
            return Optional.empty(); // replaced this moment; the next look sees its successor
        }
        try {
            return plugin.runtimes().entrySet().stream()
                    .flatMap(entry -> recognised(entry, folder).stream())
                    .findFirst();
        } finally {
            plugin.release();
        }
    }

    private static Optional<Recognised> recognised(
            Map.Entry<RuntimeSource, RuntimeFactory> runtime, Path folder) {
        RuntimeSource source = runtime.getKey();
        for (String name : source.artifacts()) {
            Path artifact = folder.resolve(name);
            if (Files.exists(artifact) && recognises(runtime.getValue(), source, artifact)) {
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

    @Override
    public void close() {
        descriptions.close();
        folders.close();
        installed.forEach(PluginFile::close);
    }
}
