package io.bulkhead.host.runtime.process;

import io.bulkhead.host.sharedmemory.ClientRegions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory that a server shares with one of its children: a file that both have mapped, and that has
 * a name only until they have. Parts of it are lent to calls. Memory is taken from the system
 * before it is lent, by writing to the file: a page that is not there when it is touched would end
 * the thread by a signal. It is given back when the child has ended. Thread-safe.
 */
final class TensorArena implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TensorArena.class);
    private static final Path SYSTEM_MEMORY = Path.of("/dev/shm");
    private static final long MOST_BYTES = 256L << 20;
    private static final long LEAST_BYTES = 4L << 20;

    /** Of what is free; the rest is for others, such as the server's other children. */
    private static final int SHARE = 4;

    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer memory;
    private final Extents extents; // guarded by this
    private long provided; // guarded by this; bytes that the system has given
    private boolean closed; // guarded by this

    private TensorArena(Path file, FileChannel channel, long size) throws IOException {
        this.file = file;
        this.channel = channel;
        this.memory =
                channel.map(FileChannel.MapMode.READ_WRITE, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        this.extents = new Extents(size);
    }

    /**
     * Makes one in the system's shared memory or, where there is none, in a folder.
     *
     * @param otherwise a folder that nobody else may enter
     * @throws IOException if there is not enough memory
     */
    static TensorArena create(Path otherwise) throws IOException {
        boolean system = Files.isDirectory(SYSTEM_MEMORY) && Files.isWritable(SYSTEM_MEMORY);
        return createIn(system ? SYSTEM_MEMORY : otherwise);
    }

    static TensorArena createIn(Path folder) throws IOException {
        sweep(folder);
        long size =
                Math.min(MOST_BYTES, Files.getFileStore(folder).getUsableSpace() / SHARE)
                        / CHUNK
                        * CHUNK;
        if (size < LEAST_BYTES) {
            throw new IOException("there is not enough shared memory");
        }
        Path file = folder.resolve(ownName() + UUID.randomUUID());
        FileChannel channel =
                FileChannel.open(
                        file,
                        EnumSet.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock unused = channel.lock(); // tells that its server lives
            return new TensorArena(file, channel, size);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** How the names begin that this process gives. */
    static String ownName() {
        return ClientRegions.OWN_PREFIX + ProcessHandle.current().pid() + "-";
    }

    /** Removes what servers left that were killed before a child had its memory mapped. */
    private static void sweep(Path folder) {
        List<Path> left;
        try (Stream<Path> all = Files.list(folder)) {
            left =
                    all.filter(
                                    path ->
                                            String.valueOf(path.getFileName())
                                                    .startsWith(ClientRegions.OWN_PREFIX))
                            .filter(Files::isRegularFile)
                            .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} cannot be searched", folder, e);
            return;
        }
        left.forEach(TensorArena::removeIfAbandoned);
    }

    private static void removeIfAbandoned(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null && channel.size() > 0) { // an empty one is just being made
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("{} is left alone", file, e);
        }
    }

    Path file() {
        return file;
    }

    long size() {
        return memory.capacity();
    }

    /** Takes its name away: from now on nobody else can open it. */
    void unlink() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} stays behind: {}", file, e.getMessage());
        }
    }

    /** Lends so many bytes; empty if there are none. */
    synchronized OptionalLong take(long bytes) {
        OptionalLong start = closed ? OptionalLong.empty() : extents.take(bytes);
        if (start.isPresent() && !provide(start.getAsLong() + bytes)) {
            extents.give(start.getAsLong());
            return OptionalLong.empty();
        }
        return start;
    }

    private boolean provide(long end) {
        try {
            while (provided < end) {
                ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
                long from = provided;
                while (zeros.hasRemaining()) {
                    from += channel.write(zeros, from);
                }
                provided = from;
            }
            return true;
        } catch (IOException full) {
            LOG.debug("no more shared memory for a child", full);
            return false;
        }
    }

    /** Takes back what was lent. */
    synchronized void give(long start) {
        extents.give(start);
        releaseIfUnused();
    }

    /** The whole memory; only what is lent may be touched. */
    ByteBuffer memory() {
        return memory;
    }

    /** Gives the memory back as soon as no call has a part of it. */
    @Override
    public synchronized void close() {
        unlink();
        closed = true;
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (closed && extents.count() == 0 && channel.isOpen()) {
            try (channel) {
                channel.truncate(0); // the mapping goes with the next collection, the pages now
            } catch (IOException e) {
                LOG.warn("Shared memory of a child stays taken: {}", e.getMessage());
            }
        }
    }
}
