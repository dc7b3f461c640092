package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.repository.ModelRepository;
import io.bulkhead.api.repository.RepositoryContext;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's repository of models, and all that it was lent. Whoever opens it closes it. */
public final class ForeignRepository implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignRepository.class);

    private final ModelRepository repository;
    private final OpenPlugin plugin;
    private final EnvironmentLease lease;
    private final Path scratch;

    /** Takes plugin and lease over; they are closed if it cannot be opened. */
    ForeignRepository(
            ModelRepository repository,
            OpenPlugin plugin,
            EnvironmentLease lease,
            Path root,
            Parameters arguments) {
        this.repository = repository;
        this.plugin = plugin;
        this.lease = lease;
        this.scratch = scratchFolder();
        try {
            RepositoryContext context = new RepositoryContext(root, arguments, scratch);
            PluginCall.run(plugin.loader(), "repository", "open", () -> repository.open(context));
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    private static Path scratchFolder() {
        try {
            return Files.createTempDirectory("bulkhead-repository-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The folders of the models there are now, those that are none left out.
     *
     * @throws ServingException if it cannot be told
     */
    public List<Path> folders() {
        List<Path> folders =
                PluginCall.with(plugin.loader(), "repository", "folders", repository::folders);
        if (folders == null) {
            throw new ServingException(
                    ErrorCode.INTERNAL, "the repository of models tells nothing");
        }
        return folders.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        try {
            PluginCall.run(plugin.loader(), "repository", "close", repository::close);
        } catch (ServingException e) {
            LOG.warn("The repository of models failed to close: {}", e.reason());
        }
        release();
    }

    private void release() {
        plugin.close();
        lease.close();
        try {
            FileTree.delete(scratch);
        } catch (IOException e) {
            LOG.warn("Scratch folder {} stays behind: {}", scratch, e.getMessage());
        }
    }
}
