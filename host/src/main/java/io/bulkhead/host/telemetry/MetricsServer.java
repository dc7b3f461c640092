package io.bulkhead.host.telemetry;

import io.bulkhead.host.config.PortInUse;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.tls.TlsConnections;
import io.bulkhead.host.tls.TlsMaterial;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The third port: the metrics, for Prometheus. Owns its threads. With {@code metrics_endpoint} null
 * it does nothing.
 */
public final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 4;

    private final ServerSettings settings;
    private final PrometheusMetrics metrics;
    private final Server server;
    private final ServerConnector connector;

    /** Opens nothing yet. */
    public MetricsServer(ServerSettings settings, PrometheusMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("metrics");
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1, protocols(settings));
        connector.setHost(settings.host());
        connector.setPort(settings.metrics().port());
        server.addConnector(connector);
        server.setHandler(new Page());
    }

    private static ConnectionFactory[] protocols(ServerSettings settings) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        if (settings.tls().isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        TlsMaterial tls = TlsMaterial.read(settings.tls().get());
        return new ConnectionFactory[] {
            new SslConnectionFactory(TlsConnections.of(tls), http.getProtocol()), http
        };
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it cannot be opened; names the setting
     */
    public void start() throws IOException {
        if (settings.metrics().endpoint().isEmpty()) {
            return;
        }
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no narrower one
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw PortInUse.explained(
                        "metrics_port", settings.host(), settings.metrics().port(), e);
            }
            throw new IOException("the metrics port cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The port that is open; 0 if none is. */
    public int port() {
        return Math.max(0, connector.getLocalPort());
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private final class Page extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            boolean known =
                    settings.metrics()
                            .endpoint()
                            .filter(Request.getPathInContext(request)::equals)
                            .isPresent();
            if (!known) {
                response.setStatus(HttpStatus.NOT_FOUND_404);
                callback.succeeded();
                return true;
            }
            if (!HttpMethod.GET.is(request.getMethod())) {
                response.setStatus(HttpStatus.METHOD_NOT_ALLOWED_405);
                response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.GET.asString());
                callback.succeeded();
                return true;
            }
            byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, PrometheusMetrics.CONTENT_TYPE);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
            response.write(true, ByteBuffer.wrap(text), callback);
            return true;
        }
    }
}
