package io.bulkhead.host.controlplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.RuntimeLease;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.repository.ArtifactLocator;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which runtime serves a model: the one that its settings name, or MLServer's of that name where
 * the artefact turns out to be code in Python.
 */
final class RuntimeChoice {
    private final PluginCatalog plugins;
    private final Path repositoryRoot;

    RuntimeChoice(PluginCatalog plugins, Path repositoryRoot) {
        this.plugins = plugins;
        this.repositoryRoot = repositoryRoot;
    }

    /**
     * The runtime, with a lease on what it is made of.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    RuntimeLease lease(ModelDefinition model) {
        RuntimeLease named = plugins.lease(model, repositoryRoot);
        Optional<String> code;
        try {
            code = codeInPython(model, named.source());
        } catch (RuntimeException | Error e) {
            named.close();
            throw e;
        }
        if (code.isEmpty()) {
            return named;
        }
        named.close();
        return inPython(model, code.get());
    }

    private Optional<String> codeInPython(ModelDefinition model, RuntimeSource runtime) {
        return runtime.environment().python().isPresent()
                ? Optional.empty()
                : plugins.needsPython(
                        runtime,
                        ArtifactLocator.locate(
                                model, runtime.artifacts(), runtime.findsArtifacts()));
    }

    /** Code is run only by a Python that somebody has named: that of the machine may be any. */
    private RuntimeLease inPython(ModelDefinition model, String code) {
        if (!plugins.mayRunCode(model)) {
            throw ServingException.loadFailed(code, null);
        }
        try {
            return plugins.leaseInPython(model, repositoryRoot);
        } catch (ServingException e) {
            throw ServingException.loadFailed(
                    code + "; of the Pythons that the server's settings name: " + e.reason(), e);
        }
    }
}
