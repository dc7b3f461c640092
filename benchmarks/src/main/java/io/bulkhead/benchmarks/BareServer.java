package io.bulkhead.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * The least that a server on Jetty does: reads the body, answers the same bytes to everybody. What
 * is measured beside it, in the same run, tells what ours adds.
 */
public final class BareServer {
    private BareServer() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments port and a file with the answer's body
     */
    public static void main(String... arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: BareServer <port> <answer.json>");
        }
        Server server = new Server(Integer.parseInt(arguments[0]));
        server.setHandler(new FixedAnswer(Files.readAllBytes(Path.of(arguments[1]))));
        server.start();
        server.join();
    }

    private static final class FixedAnswer extends Handler.Abstract.NonBlocking {
        private final byte[] answer;

        FixedAnswer(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            new BodyReader(request, () -> answer(response, callback), callback).run();
            return true;
        }

        private void answer(Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
            response.write(true, ByteBuffer.wrap(answer), callback);
        }
    }

    /** Reads all chunks and drops them; never waits. */
    private record BodyReader(Content.Source source, Runnable then, Callback failed)
            implements Runnable {
        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = source.read();
                if (chunk == null) {
                    source.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    failed.failed(chunk.getFailure());
                    return;
                }
                chunk.release();
                if (chunk.isLast()) {
                    then.run();
                    return;
                }
            }
        }
    }
}
