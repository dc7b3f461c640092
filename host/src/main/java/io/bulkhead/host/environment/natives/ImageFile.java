package io.bulkhead.host.environment.natives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Random access to a library's file, which may be cut, wrong, or made to lead a reader astray. */
final class ImageFile {
    private static final int LONGEST_NAME = 1_024;

    private final FileChannel channel;

    /**
     * @param channel stays the caller's
     */
    ImageFile(FileChannel channel) {
        this.channel = channel;
    }

    /** What a file says of itself is not so. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * A part of the file.
     *
     * @throws MalformedException if the file does not reach so far
     */
    ByteBuffer read(long offset, int length, ByteOrder order) throws IOException {
        if (offset < 0 || length < 0 || offset > channel.size() - length) {
            throw new MalformedException("it ends before byte " + offset + " + " + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new MalformedException("it ends before byte " + offset + " + " + length);
            }
        }
        return bytes.flip().order(order);
    }

    /** The text at a place, up to its closing zero. */
    String text(long offset) throws IOException {
        long left = channel.size() - offset;
        ByteBuffer bytes =
                read(offset, (int) Math.min(Math.max(left, 0), LONGEST_NAME), ByteOrder.BIG_ENDIAN);
        int length = 0;
        while (length < bytes.limit() && bytes.get(length) != 0) {
            length++;
        }
        return StandardCharsets.UTF_8.decode(bytes.limit(length)).toString();
    }
}
