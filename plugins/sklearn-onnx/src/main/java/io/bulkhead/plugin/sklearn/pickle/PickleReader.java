package io.bulkhead.plugin.sklearn.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a pickle or joblib file into plain data.
 *
 * <p>Numbers, text and bool come as Long (BigInteger when longer), Double, String and Boolean,
 * numpy scalars too; all else as the types of this package. Thread-safe.
 */
public final class PickleReader {
    private final ObjectFactory factory = new ObjectFactory(Whitelist.load());
    private final PickleLimits limits;

    public PickleReader(PickleLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one file, compressed or not.
     *
     * @throws PickleException if it is no pickle, is damaged, asks for something that is not on the
     *     whitelist or wants more than the limits allow
     */
    public Object read(Path file) throws PickleException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (PickleException e) {
            throw e;
        } catch (IOException e) {
            throw new PickleException("file cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads from a stream, which stays open. */
    public Object read(InputStream file) throws PickleException {
        try {
            PickleInput in = new PickleInput(new GuardedStream(file), limits);
            return new PickleMachine(in, limits, factory, 0).run();
        } catch (PickleException e) {
            throw e;
        } catch (EOFException e) {
            throw new PickleException("pickle is cut off: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PickleException("file is damaged: " + e.getMessage(), e);
        }
    }

    /** Decompressors of third parties answer some damaged files with unchecked exceptions. */
    private static final class GuardedStream extends InputStream {
        private final InputStream plain;

        GuardedStream(InputStream file) throws IOException {
            try {
                this.plain = Compression.decompress(file);
            } catch (RuntimeException e) {
                throw new IOException("it cannot be decompressed", e);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return plain.read(target, offset, length);
            } catch (RuntimeException e) {
                throw new IOException("it cannot be decompressed", e);
            }
        }
    }
}
