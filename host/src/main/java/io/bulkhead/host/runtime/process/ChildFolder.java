package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child's own folder, which nobody else may enter: its socket, its spec, its arguments and its
 * temporary files. Its name is random, never a model's.
 */
final class ChildFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildFolder.class);

    /** A socket's address has 104 bytes for the path on some systems, with its closing zero. */
    private static final int LONGEST_SOCKET_PATH = 103;

    private final Path path;

    private ChildFolder(Path path) {
        this.path = path;
    }

    /**
     * @param parent where it is made
     */
    static ChildFolder create(Path parent) {
        try {
            ChildFolder folder =
                    new ChildFolder(Files.createTempDirectory(parent, "child-").toRealPath());
            Files.createDirectory(folder.temporary());
            folder.requireShort();
            return folder;
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "no folder could be made for the model's process in the temporary folder", e);
        }
    }

    private void requireShort() {
        int length = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            close();
            throw new ServingException(
                    ErrorCode.MODEL_LOAD_FAILED,
                    "the temporary folder's path is too long for a socket: the socket's path must"
                            + " have at most "
                            + LONGEST_SOCKET_PATH
                            + " bytes, found "
                            + length
                            + "; choose another with -Djava.io.tmpdir");
        }
    }

    Path path() {
        return path;
    }

    Path socket() {
        return path.resolve("s");
    }

    Path spec() {
        return path.resolve("spec.json");
    }

    Path arguments() {
        return path.resolve("arguments");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.warn("Folder {} of a child stays behind: {}", path, e.getMessage());
        }
    }
}
