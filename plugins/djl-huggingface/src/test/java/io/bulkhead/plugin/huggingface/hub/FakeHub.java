package io.bulkhead.plugin.huggingface.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub with one model, which answers as huggingface.co does: a list of files at {@code
 * /api/models/…/revision/…}, files at {@code /…/resolve/…}, large ones by a redirect to another
 * host, checksums and commits in headers. It can be told to misbehave.
 */
public final class FakeHub implements AutoCloseable {
    public static final String NAME = "owner/tiny";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> onTheWay = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Deque<Integer> breaks = new ConcurrentLinkedDeque<>();
    private final Deque<Refusal> refusals = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile boolean knowsRanges = true;
    private volatile String commit = COMMIT;

    /** A request as it came. */
    record Asked(String method, String path, String host, String range, String token) {}

    /** What is answered instead. */
    record Refusal(int status, String header, String value) {}

    public FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    FakeHub with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public FakeHub with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** The branch moves to another commit. */
    void move(String next) {
        commit = next;
    }

    /** The line breaks after so many bytes of a large file, once for each number. */
    void breakAfter(Integer... bytes) {
        breaks.addAll(List.of(bytes));
    }

    /** The next requests are answered so. */
    void refuse(int status, String header, String value, int times) {
        for (int i = 0; i < times; i++) {
            refusals.add(new Refusal(status, header, value));
        }
    }

    /** A file comes otherwise than it should. */
    void damage(String name, byte[] content) {
        onTheWay.put(name, content);
    }

    void forgetRanges() {
        knowsRanges = false;
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<Asked> askedFor(String name) {
        return asked.stream().filter(one -> one.path().endsWith("/" + name)).toList();
    }

    static boolean isLarge(String name) {
        return name.matches(".*\\.(onnx|safetensors|bin|h5|onnx_data)");
    }

    static String etag(String name, byte[] content) {
        byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        return isLarge(name) ? digest("SHA-256", content) : digest("SHA-1", header, content);
    }

    private static String digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            asked.add(
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Host")),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Range")),
                            String.valueOf(
                                    exchange.getRequestHeaders().getFirst("Authorization"))));
            Refusal refusal = refusals.poll();
            if (refusal != null) {
                exchange.getResponseHeaders().add(refusal.header(), refusal.value());
                exchange.sendResponseHeaders(refusal.status(), -1);
            } else {
                route(exchange, exchange.getRequestURI().getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void route(HttpExchange exchange, String path) throws IOException {
        String resolve = "/" + NAME + "/resolve/" + commit + "/";
        if (path.equals("/api/models/" + NAME + "/revision/main")
                || path.equals("/api/models/" + NAME + "/revision/" + commit)) {
            send(exchange, 200, listing().getBytes(StandardCharsets.UTF_8), 0);
        } else if (path.startsWith("/api/models/" + NAME + "/")) {
            refuse(exchange, "RevisionNotFound");
        } else if (path.startsWith("/api/")) {
            refuse(exchange, "RepoNotFound");
        } else if (path.startsWith(resolve)
                && files.containsKey(path.substring(resolve.length()))) {
            resolve(exchange, path.substring(resolve.length()));
        } else if (path.startsWith("/cdn/")) {
            content(exchange, path.substring("/cdn/".length()));
        } else {
            refuse(exchange, "EntryNotFound");
        }
    }

    private static void refuse(HttpExchange exchange, String code) throws IOException {
        exchange.getResponseHeaders().add("X-Error-Code", code);
        exchange.sendResponseHeaders(404, -1);
    }

    private String listing() {
        return files.entrySet().stream()
                .map(
                        file ->
                                "{\"rfilename\": \"%s\", \"size\": %d}"
                                        .formatted(file.getKey(), file.getValue().length))
                .collect(
                        Collectors.joining(
                                ", ",
                                "{\"id\": \"%s\", \"sha\": \"%s\", \"siblings\": ["
                                        .formatted(NAME, commit),
                                "]}"));
    }

    private void resolve(HttpExchange exchange, String name) throws IOException {
        byte[] content = files.get(name);
        var headers = exchange.getResponseHeaders();
        headers.add("X-Repo-Commit", commit);
        if (isLarge(name)) {
            headers.add("X-Linked-Etag", '"' + etag(name, content) + '"');
            headers.add("X-Linked-Size", String.valueOf(content.length));
            int port = server.getAddress().getPort();
            headers.add("Location", "http://127.0.0.1:" + port + "/cdn/" + name);
            exchange.sendResponseHeaders(302, -1);
        } else {
            headers.add("ETag", '"' + etag(name, content) + '"');
            content(exchange, name);
        }
    }

    private void content(HttpExchange exchange, String name) throws IOException {
        byte[] content = onTheWay.getOrDefault(name, files.get(name));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (knowsRanges && range != null) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        }
        send(exchange, from > 0 ? 206 : 200, content, from);
    }

    private void send(HttpExchange exchange, int status, byte[] content, int from)
            throws IOException {
        int length = content.length - from;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        boolean isLarge = exchange.getRequestURI().getPath().startsWith("/cdn/");
        Integer end = isLarge ? breaks.poll() : null;
        exchange.sendResponseHeaders(status, length);
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, end == null ? length : Math.min(length, end));
        out.flush();
        if (end == null) {
            out.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
