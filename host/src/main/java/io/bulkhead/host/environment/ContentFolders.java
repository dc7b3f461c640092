package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that are named after their contents, made once, counted, and removed when the last user
 * goes. A folder gets its name when it is whole: a crash before leaves one that nobody takes for
 * it.
 *
 * <p>Each process has a place of its own below the root, which it holds by a lock on a file; so no
 * other process uses, makes or removes what is in it, and what a process left behind that crashed
 * is removed by the next one that takes its place. Thread-safe.
 */
final class ContentFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFolders.class);
    private static final String LOCK = ".lock";
    private static final int MAX_PROCESSES = 1_000;

    /** Fills an empty folder. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    /** One use of a folder; closing it gives it back. */
    final class Use implements AutoCloseable {
        private final String name;
        private final Path path;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Use(String name, Path path) {
            this.name = name;
            this.path = path;
        }

        Path path() {
            return path;
        }

        /** Another use of the same folder; empty if this one is closed. */
        Optional<Use> share() {
            synchronized (ContentFolders.this) {
                Slot slot = slots.get(name);
                if (closed.get() || slot == null) {
                    return Optional.empty();
                }
                slot.users++;
                return Optional.of(new Use(name, path));
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(name, path);
            }
        }
    }

    private record Place(Path folder, FileChannel channel, FileLock lock) {}

    /** Guards the making of one folder. */
    private static final class Slot {
        private int users;
    }

    private final Path root;
    private final Map<String, Slot> slots = new HashMap<>();
    private @Nullable Place place;

    /**
     * @param root made when the first folder is
     */
    ContentFolders(Path root) {
        this.root = root;
    }

    /**
     * The folder of this name, filled now if it is not there.
     *
     * @throws IOException if it cannot be filled; nothing of it is left then
     */
    Use use(String name, Filler filler) throws IOException {
        Path folder;
        Slot slot;
        synchronized (this) {
            folder = place().folder().resolve(name);
            slot = slots.computeIfAbsent(name, first -> new Slot());
            slot.users++;
        }
        try {
            synchronized (slot) {
                if (!Files.isDirectory(folder)) {
                    make(folder, filler);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            release(name, folder);
            throw e;
        }
        return new Use(name, folder);
    }

    private void make(Path folder, Filler filler) throws IOException {
        Path fresh = Files.createTempDirectory(folder.getParent(), "tmp-");
        try {
            filler.fill(fresh);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(fresh);
        }
    }

    private void release(String name, Path folder) {
        Optional<Path> garbage = Optional.empty();
        synchronized (this) {
            Slot slot = slots.get(name);
            if (slot != null && --slot.users == 0) {
                slots.remove(name);
                garbage = discard(folder);
            }
        }
        garbage.ifPresent(ContentFolders::delete);
    }

    /** Takes its name away, so that the next user makes it anew however long deleting takes. */
    private static Optional<Path> discard(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            Path garbage = Files.createTempDirectory(folder.getParent(), "tmp-");
            Files.move(folder, garbage.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(garbage);
        } catch (IOException e) {
            LOG.warn("Folder {} stays behind: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    private static void delete(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Folder {} stays behind: {}", folder, e.toString());
        }
    }

    private Place place() throws IOException {
        if (place == null) {
            Files.createDirectories(root);
            place = takePlace();
        }
        return place;
    }

    private Place takePlace() throws IOException {
        for (int i = 0; i < MAX_PROCESSES; i++) {
            Path folder = Files.createDirectories(root.resolve("server-" + i)).toRealPath();
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    FileTree.deleteContents(folder, LOCK);
                    return new Place(folder, channel, lock);
                }
            } catch (OverlappingFileLockException e) {
                LOG.debug("{} is held by this process already", folder);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
        throw new IOException("more than " + MAX_PROCESSES + " servers use " + root);
    }

    /** Removes all folders, used or not. */
    @Override
    public synchronized void close() {
        if (place == null) {
            return;
        }
        slots.clear();
        try {
            FileTree.deleteContents(place.folder(), LOCK);
            place.lock().release();
            place.channel().close();
        } catch (IOException e) {
            LOG.warn("Folder {} stays behind: {}", place.folder(), e.toString());
        }
        place = null;
    }
}
