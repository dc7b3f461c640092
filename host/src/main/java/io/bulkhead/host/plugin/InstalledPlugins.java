package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that every model sees: those of the server's settings, then the distribution's. */
final class InstalledPlugins {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledPlugins.class);
    private static final String PLACE = "the server's plugins";

    private final EnvironmentStore store;
    private final PluginFolders folders;

    InstalledPlugins(EnvironmentStore store, PluginFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /**
     * @param folder the distribution's; may not exist
     * @param tarball an environment whose runtimes come first
     */
    List<PluginFile> files(Path folder, Optional<Path> tarball) {
        List<PluginFile> files = new ArrayList<>();
        tarball.flatMap(this::shared).ifPresent(files::add);
        foldersIn(folder).forEach(child -> files.add(unpacked(child)));
        files.addAll(folders.packedIn(folder, PLACE));
        return List.copyOf(files);
    }

    private PluginFile unpacked(Path folder) {
        try {
            EnvironmentLease lease = EnvironmentLease.permanent(store.installed(folder));
            return new PluginFile(folder, PLACE, Optional.of(lease), "");
        } catch (ServingException e) {
            return PluginFile.broken(folder, PLACE, e.reason());
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
}
