package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
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
import java.util.stream.Stream;

/**
 * The plugins that a model sees, the nearest first: those in its own folder, in the repository's
 * root, and the {@linkplain InstalledPlugins installed} ones. Thread-safe; no lock is held while a
 * plugin is called or a file is read.
 */
final class VisiblePlugins implements AutoCloseable {
    private final PluginFolders folders;
    private final Descriptions descriptions;
    private final List<PluginFile> installed;

    /** What each file offered when it could last be used: the names of its runtimes. */
    private final Map<Path, Set<String>> offers = new ConcurrentHashMap<>();

    /**
     * @param store where dropped plugins are copied to; not owned
     * @param installed the distribution's folder of plugins; may not exist
     * @param tarball an environment whose runtimes come before the installed ones
     * @param descriptions opens the plugins; not owned
     */
    VisiblePlugins(
            EnvironmentStore store,
            Path installed,
            Optional<Path> tarball,
            Descriptions descriptions) {
        this.folders = new PluginFolders(store);
        this.descriptions = descriptions;
        this.installed = new InstalledPlugins(store, folders).files(installed, tarball);
    }

    /** A runtime and the plugin that has it. */
    record Found(RuntimeSource source, VisiblePlugin plugin) {
        Optional<EnvironmentLease> lease() {
            return plugin.lease(source);
        }
    }

    /**
     * The runtime of this name.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    Found find(String implementation, Path modelFolder, Path repositoryRoot) {
        List<PluginFile> files = files(modelFolder, repositoryRoot);
        List<VisiblePlugin> asked = new ArrayList<>();
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
    private void requireUnbroken(
            VisiblePlugin plugin, List<PluginFile> files, String implementation) {
        for (PluginFile file : files.subList(0, files.indexOf(plugin.file()))) {
            if (!file.fault().isEmpty()
                    && offers.getOrDefault(file.path(), Set.of()).contains(implementation)) {
                throw ServingException.loadFailed(
                        "the plugin of runtime '" + implementation + "' is broken: " + file.fault(),
                        null);
            }
        }
    }

    /** The plugins that a model sees, nearest first, whether they can be used or not. */
    List<PluginFile> files(Path modelFolder, Path repositoryRoot) {
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

    /** Those that can be opened, one after the other as they are asked for. */
    Stream<VisiblePlugin> all(Path modelFolder, Path repositoryRoot) {
        return described(files(modelFolder, repositoryRoot));
    }

    private Stream<VisiblePlugin> described(List<PluginFile> files) {
        PluginLinks links = new PluginLinks(files);
        return files.stream()
                .flatMap(
                        file ->
                                file.environment().stream()
                                        .map(plugin -> described(file, plugin, links)));
    }

    private VisiblePlugin described(PluginFile file, Environment plugin, PluginLinks links) {
        try {
            PluginLinks.Linked linked = links.link(plugin);
            Environment environment = linked.environment().from(plugin.source().in(file.place()));
            Description description = descriptions.of(environment);
            noteOffer(file, description);
            return new VisiblePlugin(file, description, linked.others());
        } catch (ServingException e) {
            return new VisiblePlugin(file, Description.failed(e.reason()), List.of());
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
            String implementation, List<PluginFile> files, List<VisiblePlugin> plugins) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> faults = new TreeSet<>();
        for (VisiblePlugin plugin : plugins) {
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

    @Override
    public void close() {
        folders.close();
        installed.forEach(PluginFile::close);
    }
}
