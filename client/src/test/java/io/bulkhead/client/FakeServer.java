package io.bulkhead.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers what a test lays down, one answer after the other, then the last again. */
final class FakeServer implements AutoCloseable {
    static final String ANSWER =
            "{\"model_name\":\"m\",\"id\":\"7\",\"outputs\":[{\"name\":\"y\",\"shape\":[2],"
                    + "\"datatype\":\"FP64\",\"data\":[1.5,2.5]}]}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What is answered, and when. */
    record Answer(int status, Map<String, String> headers, String body, long delayMillis) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body, 0);
        }
    }

    FakeServer(Answer... answers) throws IOException {
        this.answers.addAll(List.of(answers));
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    Answer answer =
                            this.answers.size() > 1
                                    ? this.answers.remove()
                                    : this.answers.element();
                    pause(answer.delayMillis());
                    answer.headers().forEach(exchange.getResponseHeaders()::set);
                    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            answer.status(), text.length == 0 ? -1 : text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.start();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method, path and body of each. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
