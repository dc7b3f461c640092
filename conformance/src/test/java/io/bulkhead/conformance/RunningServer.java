package io.bulkhead.conformance;

import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.replay.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server of the built distribution, in a process of its own. Closing it stops it. */
public final class RunningServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int LOG_LINES = 40;
    private static final Pattern NOT_SETTLED =
            Pattern.compile("\"state\"\\s*:\\s*\"(?!READY\"|UNAVAILABLE\")");

    private final Process process;
    private final Endpoints endpoints;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(REQUEST)
                    .build();

    /**
     * @param process the server; this object stops it
     * @param ports of REST, gRPC and metrics
     * @param log what it prints
     */
    RunningServer(Process process, List<Integer> ports, Path log) {
        this.process = process;
        this.endpoints = Endpoints.local(ports.get(0), ports.get(1), ports.get(2));
        this.log = log;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public Process process() {
        return process;
    }

    /** What the server has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String json)
            throws IOException, InterruptedException {
        return post(path, json, "application/json");
    }

    /** With headers. */
    public HttpResponse<String> post(String path, String json, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    /** With a body that need not be JSON. */
    public HttpResponse<String> post(String path, String body, String contentType)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /** Its page of metrics. */
    public String metrics() throws IOException, InterruptedException {
        URI page = URI.create(endpoints.metrics().orElseThrow() + "/metrics");
        return send(HttpRequest.newBuilder(page).timeout(REQUEST).build()).body();
    }

    /** Waits until the server answers and no model is being loaded any more. */
    public void awaitSettled() {
        awaitLive();
        await("no model is loading").atMost(START).until(this::isSettled);
    }

    /** Waits until the server answers. */
    public void awaitLive() {
        await("the server is live").atMost(START).until(this::isLive);
    }

    /** Waits until the server has printed this. */
    public void awaitLog(String text) {
        await("the log says '" + text + "'").atMost(START).until(() -> log().contains(text));
    }

    private boolean isLive() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the server ended with " + process.exitValue() + "; its log:\n" + lastLines());
        }
        try {
            return get("/v2/health/live").statusCode() == 200;
        } catch (ConnectException e) {
            return false; // it does not listen yet
        }
    }

    /** A server one of whose models cannot be loaded may never call itself ready. */
    private boolean isSettled() throws IOException, InterruptedException {
        if (get("/v2/health/ready").statusCode() == 200) {
            return true;
        }
        String index = post("/v2/repository/index", "{}").body();
        return !NOT_SETTLED.matcher(index).find();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoints.rest() + path)).timeout(REQUEST);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** As a JDK's tool tells them; a JRE has none. */
    private String threads() {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jstack");
        try {
            Process stacks =
                    new ProcessBuilder(tool.toString(), Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .start();
            return new String(stacks.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "unknown: " + none.getMessage();
        }
    }

    private String lastLines() {
        List<String> lines = log().lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** Asks the server to stop, and waits: one that does not is killed, and that is an error. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the server did not stop within "
                                + STOP
                                + "; its log:\n"
                                + lastLines()
                                + "\nits threads:\n"
                                + threads());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
