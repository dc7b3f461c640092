package io.bulkhead.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of classes that the JVM writes when it ends, for later starts.
 *
 * @param mark the file by which the start script knows that the archive is of use; empty if none is
 *     written
 */
record ClassArchive(Optional<Path> mark) {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    static ClassArchive ofProcess() {
        return new ClassArchive(
                Optional.ofNullable(System.getProperty("bulkhead.class-archive-mark"))
                        .map(Path::of));
    }

    /** Called when a server serves: it has loaded the classes by then that the next will load. */
    void isWorthKeeping() {
        if (mark.isEmpty()) {
            return;
        }
        try {
            Files.writeString(mark.get(), "");
        } catch (IOException e) {
            LOG.debug("The next start will be no faster than this one", e);
        }
    }
}
