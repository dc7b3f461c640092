package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one child does about archives of classes: starts from one, writes one, or neither.
 *
 * @param options for its JVM
 * @param written the file that it writes
 * @param keep takes that file when it is complete
 */
record ChildArchive(List<String> options, Optional<Path> written, Consumer<Path> keep) {
    static final ChildArchive NONE = new ChildArchive(List.of(), Optional.empty(), none -> {});

    private static final Logger LOG = LoggerFactory.getLogger(ChildArchive.class);
    private static final int ENDED = 0;
    private static final int TERMINATED = 143;

    static ChildArchive use(Path archive) {
        return new ChildArchive(
                List.of("-XX:SharedArchiveFile=" + archive), Optional.empty(), none -> {});
    }

    static ChildArchive write(Path archive, Consumer<Path> keep) {
        return new ChildArchive(
                List.of("-XX:ArchiveClassesAtExit=" + archive), Optional.of(archive), keep);
    }

    /** Whether the child's end takes longer than others'. */
    boolean isWritten() {
        return written.isPresent();
    }

    /** The child has ended; what one has written that was killed is not complete. */
    void ended(int exit) {
        if (written.isEmpty()) {
            return;
        }
        if (exit == ENDED || exit == TERMINATED) {
            keep.accept(written.get());
        }
        try {
            Files.deleteIfExists(written.get());
        } catch (IOException e) {
            LOG.debug("{} stays", written.get(), e);
        }
    }
}
