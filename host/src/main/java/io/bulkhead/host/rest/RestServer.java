package io.bulkhead.host.rest;

import io.bulkhead.host.config.PortInUse;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.telemetry.RestTelemetry;
import io.bulkhead.host.tls.TlsConnections;
import io.bulkhead.host.tls.TlsMaterial;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The REST wire: HTTP/1.1 and HTTP/2 on one port, encrypted if there is a certificate. Owns its
 * threads; every selector of sockets also parses, answers and, for quick models, predicts.
 */
public final class RestServer implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int INPUT_BUFFER_BYTES = 32 << 10;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MAX_SELECTORS = 16;
    private static final int SPARE_THREADS = 16;
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /** Names of models may hold what elsewhere in a path would be ambiguous: we split it raw. */
    private static final UriCompliance NAMES_ARE_FREE =
            new UriCompliance(
                    "NAMES_ARE_FREE",
                    EnumSet.of(
                            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    private final ServerSettings settings;
    private final Server server;
    private final ServerConnector connector;

    /** Opens nothing yet. */
    public RestServer(
            ServerSettings settings,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            RestTelemetry telemetry) {
        this(settings, RestSettings.of(settings), dataPlane, controlPlane, telemetry);
    }

    RestServer(
            ServerSettings settings,
            RestSettings restSettings,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            RestTelemetry telemetry) {
        this.settings = settings;
        int selectors = Math.min(MAX_SELECTORS, Runtime.getRuntime().availableProcessors());
        QueuedThreadPool threads = new QueuedThreadPool(selectors + SPARE_THREADS);
        threads.setName("rest");
        this.server = new Server(threads);
        server.setErrorHandler(new JsonErrorHandler());
        server.setStopTimeout(DRAIN.toMillis());
        MetricsPage metrics = new MetricsPage(settings.metrics().endpoint(), telemetry.metrics());
        server.setHandler(
                new RestHandler(restSettings, dataPlane, controlPlane, telemetry, metrics));
        this.connector = new ServerConnector(server, 1, selectors, protocols(settings));
        connector.setHost(settings.host());
        connector.setPort(settings.rest().port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(restSettings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(restSettings.idleTimeoutWhileStopping().toMillis());
        server.addConnector(connector);
    }

    private static ConnectionFactory[] protocols(ServerSettings settings) {
        HttpConfiguration http = httpConfiguration();
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        http1.setInputBufferSize(INPUT_BUFFER_BYTES);
        if (settings.tls().isEmpty()) {
            return new ConnectionFactory[] {http1, new HTTP2CServerConnectionFactory(http)};
        }
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        ALPNServerConnectionFactory choice =
                new ALPNServerConnectionFactory(http2.getProtocol(), http1.getProtocol());
        choice.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server tls = TlsConnections.of(TlsMaterial.read(settings.tls().get()));
        SslConnectionFactory first = new SslConnectionFactory(tls, choice.getProtocol());
        return new ConnectionFactory[] {first, choice, http2, http1};
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(NAMES_ARE_FREE);
        return http;
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it cannot be opened; names the setting
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no narrower one
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw PortInUse.explained("http_port", settings.host(), settings.rest().port(), e);
            }
            throw new IOException("the REST port cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The port that is open; 0 if none is. */
    public int port() {
        return Math.max(0, connector.getLocalPort());
    }

    /** Closes the port, finishes the requests under way within some time, ends its threads. */
    @Override
    public void close() throws Exception {
        server.stop();
    }
}
