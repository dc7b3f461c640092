package io.bulkhead.host.sharedmemory;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** The open file behind a region. Thread-safe: every access says where. */
final class RegionFile implements AutoCloseable {
    /** More at a time would make the JDK keep a buffer of that size for each thread. */
    private static final int CHUNK = 128 << 10;

    private static final int MOST_AT_ONCE = Integer.MAX_VALUE - 8;

    private final SharedRegion region;
    private final FileChannel channel;

    private RegionFile(SharedRegion region, FileChannel channel) {
        this.region = region;
        this.channel = channel;
    }

    /**
     * @param where the region, for error messages
     */
    static RegionFile open(String where, Path file, SharedRegion region) {
        FileChannel channel = channel(where, file);
        try {
            long size = channel.size();
            boolean fits =
                    region.byteSize() > 0
                            && region.offset() >= 0
                            && region.offset() <= size
                            && region.byteSize() <= size - region.offset();
            if (!fits) {
                throw ServingException.invalidArgument(
                        where
                                + "its "
                                + Long.toUnsignedString(region.byteSize())
                                + " bytes from byte "
                                + Long.toUnsignedString(region.offset())
                                + " are not in the shared memory object, which has "
                                + size);
            }
            return new RegionFile(region, channel);
        } catch (ServingException e) {
            close(channel);
            throw e;
        } catch (IOException e) {
            close(channel);
            throw missing(where);
        }
    }

    private static FileChannel channel(String where, Path file) {
        try {
            boolean regular =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isRegularFile();
            if (!regular) {
                throw missing(where); // a link leads elsewhere, a pipe would keep us waiting
            }
            return FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw missing(where);
        }
    }

    /** One answer for all reasons: what else is on this machine is nobody's business. */
    private static ServingException missing(String where) {
        return ServingException.invalidArgument(
                where
                        + "there is no shared memory object with this key that the server may read"
                        + " and write");
    }

    SharedRegion region() {
        return region;
    }

    ByteBuffer read(TensorPlace place) throws IOException {
        if (place.byteSize() > MOST_AT_ONCE) {
            throw place.refused("holds " + place.byteSize() + " bytes, more than a tensor may");
        }
        long start = region.offset() + place.offset();
        requireBehind(place, start + place.byteSize()); // before so much memory is taken
        ByteBuffer bytes = ByteBuffer.allocate((int) place.byteSize());
        while (bytes.hasRemaining()) {
            int end = Math.min(bytes.capacity(), bytes.position() + CHUNK);
            if (channel.read(bytes.limit(end), start + bytes.position()) < 0) {
                throw cut(place);
            }
            bytes.limit(bytes.capacity());
        }
        return bytes.flip();
    }

    void write(TensorPlace place, ByteBuffer source) throws IOException {
        ByteBuffer bytes = source.slice();
        long start = region.offset() + place.offset();
        requireBehind(place, start + bytes.capacity()); // or writing would make it longer
        while (bytes.hasRemaining()) {
            bytes.limit(Math.min(bytes.capacity(), bytes.position() + CHUNK));
            channel.write(bytes, start + bytes.position());
            bytes.limit(bytes.capacity());
        }
    }

    private void requireBehind(TensorPlace place, long end) throws IOException {
        if (channel.size() < end) {
            throw cut(place);
        }
    }

    private static ServingException cut(TensorPlace place) {
        return place.refused("was cut after it was registered");
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // closing a file in memory has nothing left to do
        }
    }
}
