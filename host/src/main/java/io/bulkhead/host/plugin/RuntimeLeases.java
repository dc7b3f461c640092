package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the runtime of a model and holds what it is made of: a plugin, an environment of the
 * model's own, or a Python. Thread-safe.
 */
final class RuntimeLeases {
    /** So often another thread may take a plugin away that is being replaced. */
    private static final int MAX_ATTEMPTS = 5;

    private final VisiblePlugins plugins;
    private final Descriptions descriptions;
    private final RequestedEnvironments requested;
    private final PythonRuntimes pythons;

    RuntimeLeases(
            VisiblePlugins plugins,
            Descriptions descriptions,
            RequestedEnvironments requested,
            PythonRuntimes pythons) {
        this.plugins = plugins;
        this.descriptions = descriptions;
        this.requested = requested;
        this.pythons = pythons;
    }

    /**
     * The runtime that a model's settings name, with a lease on what it is made of.
     *
     * @param implementation a runtime's name or one of its further names
     * @param modelFolder its plugins come first
     * @param repositoryRoot its plugins come second
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    RuntimeLease lease(String implementation, Path modelFolder, Path repositoryRoot) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            VisiblePlugins.Found found = plugins.find(implementation, modelFolder, repositoryRoot);
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
    RuntimeLease lease(ModelDefinition model, Path repositoryRoot) {
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
        return runtimes(model.folder(), repositoryRoot)
                .anyMatch(source -> source.answersTo(implementation));
    }

    /**
     * The runtime of that name in the Python that a model names, else in one of the server's.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    RuntimeLease leaseInPython(ModelDefinition model, Path repositoryRoot) {
        RuntimeSource source = pythons.source(model, pythonName(model, repositoryRoot));
        return new RuntimeLease(source, EnvironmentLease.permanent(source.environment()));
    }

    /** How the runtime is called in Python: our short names are MLServer's runtimes there. */
    private String pythonName(ModelDefinition model, Path repositoryRoot) {
        String implementation = model.settings().implementation();
        if (implementation.contains(".")) {
            return implementation;
        }
        return runtimes(model.folder(), repositoryRoot)
                .filter(source -> source.answersTo(implementation))
                .flatMap(source -> source.implementations().stream().sorted())
                .filter(name -> name.startsWith("mlserver_"))
                .findFirst()
                .orElse(implementation);
    }

    private Stream<RuntimeSource> runtimes(Path modelFolder, Path repositoryRoot) {
        return plugins.all(modelFolder, repositoryRoot).flatMap(VisiblePlugin::runtimes);
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
}
