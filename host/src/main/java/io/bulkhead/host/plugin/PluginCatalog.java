package io.bulkhead.host.plugin;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.Outline;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.PythonChoice;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.MavenArtifacts;
import io.bulkhead.host.plugin.release.LoaderWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which runtimes there are. Plugins come from a model's own folder, from the repository's root and
 * from the distribution's {@code plugins/}; the nearer one wins. A plugin is opened once to be
 * asked what it offers; models get loaders of their own, see {@link OpenPlugin#forModel}.
 *
 * <p>Thread-safe; no lock is held while a plugin is called or a file is read. Owns the plugins that
 * it has opened to describe them.
 */
public final class PluginCatalog implements AutoCloseable {
    private final Descriptions descriptions;
    private final VisiblePlugins plugins;
    private final PythonRuntimes pythons;
    private final RuntimeLeases leases;

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
        this.descriptions = new Descriptions(watch);
        this.plugins = new VisiblePlugins(store, installedPlugins, tarball, descriptions);
        this.pythons = new PythonRuntimes(pythons);
        this.leases =
                new RuntimeLeases(
                        plugins,
                        descriptions,
                        new RequestedEnvironments(store, maven),
                        this.pythons);
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
        return leases.lease(implementation, modelFolder, repositoryRoot);
    }

    /**
     * As {@link #lease(String, Path, Path)}, for a model that may name an environment: then its
     * runtime comes from there. If only libraries are in it, they take the place of those of the
     * plugin that has the runtime; if it is a Python, the runtime is the one in there. A class that
     * no plugin has may be one in Python, too.
     */
    public RuntimeLease lease(ModelDefinition model, Path repositoryRoot) {
        return leases.lease(model, repositoryRoot);
    }

    /**
     * The runtime of that name in the Python that a model names, else in one of the server's.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public RuntimeLease leaseInPython(ModelDefinition model, Path repositoryRoot) {
        return leases.leaseInPython(model, repositoryRoot);
    }

    /** As {@link #lease}, to look at: its files may go at any time. */
    public RuntimeSource resolve(String implementation, Path modelFolder, Path repositoryRoot) {
        return plugins.find(implementation, modelFolder, repositoryRoot).source();
    }

    /** The runtimes that a model may ask for, the nearest first; see {@link #resolve}. */
    public List<RuntimeSource> visible(Path modelFolder, Path repositoryRoot) {
        return plugins.all(modelFolder, repositoryRoot).flatMap(VisiblePlugin::runtimes).toList();
    }

    /**
     * As {@link #visible}, with their files: a model may ask for a runtime long after its plugin
     * was replaced, as a child does that starts again.
     */
    public ReachableRuntimes reachable(Path modelFolder, Path repositoryRoot) {
        List<RuntimeSource> sources = new ArrayList<>();
        List<EnvironmentLease> leases = new ArrayList<>();
        plugins.all(modelFolder, repositoryRoot)
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
        return new RepositorySearch(plugins.files(root, root))
                .open(implementation, root, arguments);
    }

    /** A folder without settings: which runtime its artefact belongs to. */
    public record Recognised(RuntimeSource runtime, Path artifact) {}

    /**
     * Looks for a well-known artefact in a folder.
     *
     * @return empty if no runtime recognises anything in it
     */
    public Optional<Recognised> recognise(Path folder, Path repositoryRoot) {
        ArtifactSearch search = new ArtifactSearch(folder);
        return plugins.all(repositoryRoot, repositoryRoot)
                .flatMap(plugin -> search.in(plugin.description()).stream())
                .findFirst();
    }

    @Override
    public void close() {
        descriptions.close();
        plugins.close();
    }
}
