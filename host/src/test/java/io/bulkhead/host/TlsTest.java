package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.tls.TlsFiles;
import io.bulkhead.host.tls.TlsMaterial;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ServerLiveRequest;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole server without models, on encrypted ports, and real clients. */
class TlsTest {
    private static final Path FILES = Path.of("src/test/resources/tls").toAbsolutePath();

    @TempDir private Path work;

    /** Who the client says it is. */
    private enum Client {
        NOBODY,
        KNOWN,
        STRANGER;

        Optional<KeyManager[]> keys() {
            String name = this == KNOWN ? "client" : "stranger";
            return this == NOBODY
                    ? Optional.empty()
                    : Optional.of(
                            TlsMaterial.read(
                                            new TlsFiles(
                                                    FILES.resolve(name + ".pem"),
                                                    FILES.resolve(name + "-key.pem"),
                                                    Optional.empty()))
                                    .keyManagers());
        }
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(work.resolve("models"));
    }

    private Server start(String certificate, boolean mutual) throws IOException {
        Map<String, String> flags = new HashMap<>();
        flags.put("host", "127.0.0.1");
        flags.put("http_port", "0");
        flags.put("grpc_port", "0");
        flags.put("metrics_port", "0");
        flags.put("environments_dir", work.resolve("environments").toString());
        flags.put("tls_certificate", FILES.resolve(certificate + ".pem").toString());
        flags.put("tls_private_key", FILES.resolve(certificate + "-key.pem").toString());
        if (mutual) {
            flags.put("tls_client_ca", FILES.resolve("ca.pem").toString());
        }
        ServerSettings settings =
                new SettingsLoader(work, Map.of()).load(work.resolve("models"), flags);
        Server server = new Server(settings, new Distribution("test", work), Map.of());
        server.start();
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "curve"})
    void everyPortIsEncrypted(String certificate) throws Exception {
        try (Server server = start(certificate, false)) {
            HttpResponse<String> ready = get(Client.NOBODY, server.restPort(), "/v2/health/live");
            HttpResponse<String> metrics = get(Client.NOBODY, server.metricsPort(), "/metrics");

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).contains("# TYPE");
            assertThat(live(server, credentials(Client.NOBODY))).isTrue();
        }
    }

    @Test
    void aClientOfHttp1IsUnderstoodToo() throws Exception {
        try (Server server = start("server", false)) {
            HttpResponse<String> answer =
                    get(
                            client(Client.NOBODY).version(HttpClient.Version.HTTP_1_1).build(),
                            "https",
                            server.restPort(),
                            "/v2/health/live");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void aClientWithACertificateOfTheAuthorityIsLetIn() throws Exception {
        try (Server server = start("server", true)) {
            assertThat(get(Client.KNOWN, server.restPort(), "/v2/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(get(Client.KNOWN, server.metricsPort(), "/metrics").statusCode())
                    .isEqualTo(200);
            assertThat(live(server, credentials(Client.KNOWN))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Client.class, names = "KNOWN", mode = EnumSource.Mode.EXCLUDE)
    void aClientWithoutACertificateOfTheAuthorityIsRefused(Client client) throws Exception {
        try (Server server = start("server", true)) {
            assertThatThrownBy(() -> get(client, server.restPort(), "/v2/health/live"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(client, server.metricsPort(), "/metrics"))
                    .isInstanceOf(IOException.class);
            assertUnavailable(server, credentials(client));
        }
    }

    @Test
    void plainRequestsAreNotAnswered() throws Exception {
        try (Server server = start("server", false)) {
            HttpClient plain = client(Client.NOBODY).build();

            assertThatThrownBy(() -> get(plain, "http", server.restPort(), "/v2/health/live"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(plain, "http", server.metricsPort(), "/metrics"))
                    .isInstanceOf(IOException.class);
            assertUnavailable(server, InsecureChannelCredentials.create());
        }
    }

    private static void assertUnavailable(Server server, ChannelCredentials credentials) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> live(server, credentials))
                .satisfies(
                        e ->
                                assertThat(e.getStatus().getCode())
                                        .isEqualTo(Status.Code.UNAVAILABLE));
    }

    private static HttpResponse<String> get(Client client, int port, String path) throws Exception {
        return get(client(client).build(), "https", port, path);
    }

    private static HttpResponse<String> get(HttpClient client, String scheme, int port, String path)
            throws Exception {
        URI uri = URI.create(scheme + "://127.0.0.1:" + port + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient.Builder client(Client client) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(client.keys().orElse(null), trust(), null);
        return HttpClient.newBuilder().sslContext(context);
    }

    private static ChannelCredentials credentials(Client client) throws Exception {
        TlsChannelCredentials.Builder credentials =
                TlsChannelCredentials.newBuilder().trustManager(trust());
        client.keys().ifPresent(credentials::keyManager);
        return credentials.build();
    }

    private static TrustManager[] trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(FILES.resolve("ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static boolean live(Server server, ChannelCredentials credentials)
            throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort(), credentials).build();
        try {
            return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .serverLive(ServerLiveRequest.getDefaultInstance())
                    .getLive();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
