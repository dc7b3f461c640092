package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.repository.ModelRepository;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.release.LoaderWatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Looks for the repository of models that the server's settings name. */
final class RepositorySearch {
    private final List<PluginFile> files;
    private final PluginLinks links;
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeSet<String> faults = new TreeSet<>();

    /**
     * @param files the nearest first
     */
    RepositorySearch(List<PluginFile> files) {
        this.files = files;
        this.links = new PluginLinks(files);
    }

    /**
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none, or it cannot be opened
     */
    ForeignRepository open(String implementation, Path root, Parameters arguments) {
        for (PluginFile file : files) {
            Optional<Environment> plugin = file.environment();
            try {
                if (plugin.isPresent()) {
                    PluginLinks.Linked linked = links.link(plugin.get());
                    Optional<ForeignRepository> found =
                            open(file, linked, implementation, root, arguments);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            } catch (PluginFaultException e) {
                faults.add(e.reason());
            }
        }
        throw unknown(implementation);
    }

    /** A plugin that cannot be asked; another one may be the one that is looked for. */
    private static final class PluginFaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PluginFaultException(ServingException cause) {
            super(cause.reason(), cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private Optional<ForeignRepository> open(
            PluginFile file,
            PluginLinks.Linked linked,
            String implementation,
            Path root,
            Parameters arguments) {
        OpenPlugin plugin = opened(linked.environment());
        Optional<ModelRepository> repository =
                repositories(plugin).stream()
                        .filter(each -> answersTo(each, implementation))
                        .findFirst();
        if (repository.isEmpty()) {
            plugin.close();
            return Optional.empty();
        }
        return file.lease()
                .flatMap(lease -> lease.with(linked.others(), linked.environment()))
                .map(
                        lease ->
                                new ForeignRepository(
                                        repository.get(), plugin, lease, root, arguments));
    }

    private static OpenPlugin opened(Environment environment) {
        try {
            return OpenPlugin.toDescribe(environment, LoaderWatch.NONE);
        } catch (ServingException e) {
            throw new PluginFaultException(e);
        }
    }

    private static List<ModelRepository> repositories(OpenPlugin plugin) {
        try {
            return plugin.repositories();
        } catch (ServingException e) {
            plugin.close();
            throw new PluginFaultException(e);
        }
    }

    private boolean answersTo(ModelRepository repository, String implementation) {
        names.add(repository.name());
        return repository.name().equals(implementation)
                || repository.implementations().contains(implementation)
                || repository.getClass().getName().equals(implementation);
    }

    private ServingException unknown(String implementation) {
        String there = names.isEmpty() ? "none" : String.join(", ", names);
        StringBuilder reason =
                new StringBuilder(
                        "no repository '" + implementation + "' in the plugins; there are: ");
        reason.append(there);
        faults.forEach(fault -> reason.append("; not usable: ").append(fault));
        return ServingException.loadFailed(reason.toString(), null);
    }
}
