package io.bulkhead.host.cli.infer;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file line by line, however long the file is: one line at a time is in memory. */
final class LineReader implements Closeable {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private int index;

    /**
     * @param maxBytes of a line
     */
    LineReader(Path file, int maxBytes) throws IOException {
        this.in = Files.newInputStream(file);
        this.maxBytes = maxBytes;
    }

    /**
     * The next line; empty at the end.
     *
     * @throws IOException also if a line is longer than the limit
     */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(256);
        boolean ended = false;
        while (!ended && fill()) {
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            text.write(buffer, start, position - start);
            ended = position < limit;
            position += ended ? 1 : 0;
            requireFit(text.size());
        }
        if (!ended && text.size() == 0) {
            return Optional.empty();
        }
        int length = text.size() + (ended ? 1 : 0);
        Line line = new Line(index, text.toByteArray(), length);
        index = Math.incrementExact(index);
        return Optional.of(line);
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return position < limit;
    }

    private void requireFit(int length) throws IOException {
        if (length > maxBytes) {
            throw new IOException("line " + (index + 1) + " is longer than " + maxBytes + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
