package io.bulkhead.host.rest;

import io.bulkhead.host.FakeLogControl;
import io.bulkhead.host.config.ErrorProfile;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.telemetry.RestObserver;
import io.bulkhead.host.telemetry.RestTelemetry;
import io.bulkhead.host.telemetry.logging.AccessLog;
import io.bulkhead.host.telemetry.tracing.Tracing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A REST server over fakes on a free port, and ways to talk to it. */
final class TestRest implements AutoCloseable {
    static final String INPUT =
            "{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,2.5]}";
    static final String REQUEST = "{\"id\":\"1\",\"inputs\":[" + INPUT + "]}";
    static final long MAX_REQUEST_BYTES = 1 << 20;
    static final int MAX_BYTES_IN_PLACE = 16 << 10;

    final FakeDataPlane dataPlane = new FakeDataPlane();
    final FakeControlPlane controlPlane = new FakeControlPlane();
    final List<String> observed = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RestServer server;

    TestRest(RestSettings restSettings, int port) throws IOException {
        server =
                new RestServer(
                        settings(port),
                        restSettings,
                        dataPlane,
                        controlPlane,
                        new RestTelemetry(
                                new Recorder(),
                                () -> "metrics 1.0\n",
                                new AccessLog(true),
                                new FakeLogControl(),
                                Tracing.NONE));
        server.start();
    }

    static TestRest start() throws IOException {
        return new TestRest(settings(Optional.empty(), Duration.ofSeconds(30)), 0);
    }

    static TestRest withIdleTimeout(Duration idleTimeout) throws IOException {
        return new TestRest(settings(Optional.empty(), idleTimeout), 0);
    }

    static TestRest with(ServerSettings.Cors cors) throws IOException {
        return new TestRest(settings(Optional.of(cors), Duration.ofSeconds(30)), 0);
    }

    static TestRest with(ErrorProfile profile) throws IOException {
        return new TestRest(settings(profile, Optional.empty(), Duration.ofSeconds(30)), 0);
    }

    static RestSettings settings(Optional<ServerSettings.Cors> cors, Duration idleTimeout) {
        return settings(ErrorProfile.MLSERVER, cors, idleTimeout);
    }

    private static RestSettings settings(
            ErrorProfile profile, Optional<ServerSettings.Cors> cors, Duration idleTimeout) {
        return new RestSettings(
                "mlserver",
                "",
                true,
                MAX_REQUEST_BYTES,
                MAX_BYTES_IN_PLACE,
                idleTimeout,
                Duration.ofMillis(20),
                profile,
                cors);
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> infer(String model, String body, String... headers) throws Exception {
        return post("/v2/models/" + model + "/infer", body, headers);
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** A connection to write any bytes to. */
    RawConnection connect() throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port()));
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    private static ServerSettings settings(int port) {
        return settings(
                new ServerSettings.Rest(port, "", true, MAX_REQUEST_BYTES, Optional.empty()));
    }

    static ServerSettings settings(ServerSettings.Rest rest) {
        return new ServerSettings(
                "mlserver",
                "127.0.0.1",
                false,
                1,
                rest,
                new ServerSettings.Grpc(0, 0),
                new ServerSettings.Metrics(0, Optional.of("/metrics"), ""),
                new ServerSettings.Repository(Path.of("."), false, false, Path.of(".")));
    }

    /** A socket and what is needed to speak HTTP over it by hand. */
    static final class RawConnection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        RawConnection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Up to and with this text, or to the end of the stream. */
        String readUntil(String end) throws IOException {
            StringBuilder read = new StringBuilder();
            while (read.indexOf(end) < 0) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                read.append((char) b);
            }
            return read.toString();
        }

        String readAll() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final class Recorder implements RestObserver {
        @Override
        public void started(String method, String path) {
            observed.add("started " + method + " " + path);
        }

        @Override
        public void answered(String method, String path, int status, long nanos) {
            observed.add("answered " + method + " " + path + " " + status);
        }
    }
}
