package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Lets one thread of one process at a time fetch a content. Python's locks are of another kind: it
 * is not kept out, and needs not be, as it writes to another file.
 */
final class BlobLock implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofHours(2);

    private final FileChannel channel;

    private BlobLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until nobody else has it. */
    static BlobLock take(Path file, Pauses pauses, Progress progress)
            throws IOException, HubException {
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (long i = 0; i < LONGEST.dividedBy(BETWEEN); i++) {
                if (isTaken(channel)) {
                    return new BlobLock(channel);
                }
                progress.waiting("waiting for another process that fetches the same");
                pauses.before(BETWEEN);
            }
            throw HubException.passing("another process has fetched the same for hours", null);
        } catch (IOException | HubException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process has it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close(); // gives the lock back
    }
}
