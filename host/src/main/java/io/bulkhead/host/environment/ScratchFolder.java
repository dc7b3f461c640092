package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's own temporary folder, which the start script makes. Libraries unpack their natives
 * into the temporary folder, some under a fixed name: in a shared one, two servers overwrite what
 * the other has mapped, which crashes it or gives it the wrong version.
 *
 * <p>A lock in it tells that its server lives, also to servers that see other processes. Closing
 * this removes the folder; what servers left that were killed is removed by the next that starts.
 */
public final class ScratchFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
    private static final String PREFIX = "bulkhead-server-";
    private static final String LOCK = "lock";

    private final Optional<Path> folder;
    private final Optional<FileChannel> lock;

    private ScratchFolder(Optional<Path> folder, Optional<FileChannel> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** The one that the start script made for this process; of a process without one, nothing. */
    public static ScratchFolder ofThisProcess() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
        boolean own = String.valueOf(temporary.getFileName()).startsWith(PREFIX);
        return own ? of(temporary) : new ScratchFolder(Optional.empty(), Optional.empty());
    }

    /** Takes the folder over, and removes those beside it whose servers are gone. */
    static ScratchFolder of(Path folder) {
        try {
            FileChannel lock = FileChannel.open(folder.resolve(LOCK), writing());
            if (lock.tryLock() == null) {
                throw new IOException("it is locked by another process");
            }
            ScratchFolder scratch = new ScratchFolder(Optional.of(folder), Optional.of(lock));
            sweep(folder);
            return scratch;
        } catch (IOException | OverlappingFileLockException e) {
            LOG.warn("Temporary folder {} stays when the server ends: {}", folder, e.toString());
            return new ScratchFolder(Optional.empty(), Optional.empty());
        }
    }

    private static StandardOpenOption[] writing() {
        return new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
    }

    private static void sweep(Path own) throws IOException {
        Path parent = own.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        List<Path> siblings;
        try (Stream<Path> all = Files.list(parent)) {
            siblings =
                    all.filter(path -> String.valueOf(path.getFileName()).startsWith(PREFIX))
                            .filter(path -> !path.equals(own.toAbsolutePath()))
                            .toList();
        }
        siblings.forEach(ScratchFolder::removeIfAbandoned);
    }

    /** One without a lock file belongs to a server that starts at this moment. */
    private static void removeIfAbandoned(Path folder) {
        Path file = folder.resolve(LOCK);
        if (!Files.isWritable(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                FileTree.delete(folder);
                LOG.info("Removed {}, which a server left behind", folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("{} is left alone", folder, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (folder.isPresent() && lock.isPresent()) {
            try (FileChannel held = lock.get()) {
                FileTree.delete(folder.get());
            }
        }
    }
}
