package io.bulkhead.client;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream that reads one answer ahead, to know whether there is one. */
abstract class ReadAhead implements ReplyStream {
    private @Nullable Reply next;
    private boolean ended;

    /** The next answer; null at the end, after which it is not called again. */
    abstract @Nullable Reply read();

    @Override
    public final boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public final Reply next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        Reply reply = Objects.requireNonNull(next);
        next = null;
        return reply;
    }

    /** Nothing more is read. */
    @Override
    public void close() {
        ended = true;
    }
}
