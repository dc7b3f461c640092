package io.bulkhead.client;

import java.util.Iterator;

/**
 * The parts of a streamed answer, as they come. The server sends on as parts are taken, so a slow
 * reader slows the stream down and fills no memory. For one thread at a time.
 */
public interface ReplyStream extends Iterator<Reply>, AutoCloseable {
    /**
     * Waits for the next part or the end.
     *
     * @throws ClientException if the stream broke, or the server ended it with a reason
     */
    @Override
    boolean hasNext();

    /** Gives up what has not come yet. */
    @Override
    void close();
}
