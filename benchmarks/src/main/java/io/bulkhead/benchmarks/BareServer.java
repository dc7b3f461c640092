package io.bulkhead.benchmarks;

import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
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
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * The least that a server on Jetty does: reads the body, and answers the same bytes to everybody
 * or, by Jackson, the tensor that it was sent. What is measured beside it, in the same run, tells
 * what ours adds.
 */
public final class BareServer {
    private BareServer() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments port and a file with the answer's body; without a file, the tensor in the
     *     request's JSON is read and written again
     */
    public static void main(String... arguments) throws Exception {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("usage: BareServer <port> [<answer.json>]");
        }
        Server server = new Server(Integer.parseInt(arguments[0]));
        server.setHandler(
                arguments.length == 1
                        ? new JacksonEcho()
                        : new FixedAnswer(Files.readAllBytes(Path.of(arguments[1]))));
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
            write(answer, response, callback);
        }
    }

    private static void write(byte[] answer, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
        response.write(true, ByteBuffer.wrap(answer), callback);
    }

    private static final class JacksonEcho extends Handler.Abstract.NonBlocking {
        private final JacksonInferCodec jackson = new JacksonInferCodec();

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Source.asByteArrayAsync(
                    request,
                    Integer.MAX_VALUE,
                    Promise.Invocable.from(
                            InvocationType.NON_BLOCKING,
                            body -> answer(body, response, callback),
                            callback::failed));
            return true;
        }

        private void answer(byte[] body, Response response, Callback callback) {
            try {
                float[] values = jackson.read(body);
                Tensor tensor = new Tensor("x", Shape.of(1, values.length), NumericData.of(values));
                write(jackson.write(tensor), response, callback);
            } catch (IOException e) {
                callback.failed(e);
            }
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
