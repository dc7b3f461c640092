package io.bulkhead.host.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and times HTTP requests, but for those that ask whether the server is healthy. */
final class RestMetrics implements RestObserver {
    // MLServer's is constant too, whatever the server's name.
    private static final String APP_NAME = "mlserver";
    private static final String HEALTH = "/v2/health/";
    private static final String OTHER = "other";
    private static final int CLIENT_GONE = 499;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A client may send any word as method; only these become labels. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private record Labels(String method, String path, int status) {}

    private record Series(Counter.Child requests, Histogram.Child duration) {}

    private final Counter requests;
    private final Histogram duration;
    private final Gauge inProgress;
    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final Map<String, Gauge.Child> inProgressByMethod = new ConcurrentHashMap<>();

    /**
     * @param prefix of the names: {@code metrics_rest_server_prefix}
     */
    RestMetrics(String prefix, CollectorRegistry registry) {
        this.requests =
                Counter.build(prefix + "_requests", "HTTP requests that were answered")
                        .labelNames("app_name", "method", "path", "status_code")
                        .withoutExemplars()
                        .register(registry);
        this.duration =
                MetricBuckets.histogram(
                                prefix + "_request_duration_seconds",
                                "Seconds from an HTTP request's head to the end of its answer")
                        .labelNames("app_name", "method", "path", "status_code")
                        .register(registry);
        this.inProgress =
                Gauge.build(prefix + "_requests_in_progress", "HTTP requests under way")
                        .labelNames("app_name", "method")
                        .register(registry);
    }

    @Override
    public void started(String method, String path) {
        if (!path.startsWith(HEALTH)) {
            inProgress(method).inc();
        }
    }

    @Override
    public void answered(String method, String path, int status, long nanos) {
        if (path.startsWith(HEALTH)) {
            return;
        }
        inProgress(method).dec();
        Labels labels = new Labels(method, path, status);
        Series known = series.get(labels);
        if (known == null) {
            known = newSeries(labels); // not kept under a method that a client made up
        }
        known.requests().inc();
        known.duration().observe(nanos / NANOS_PER_SECOND);
    }

    private Series newSeries(Labels labels) {
        String method = METHODS.contains(labels.method()) ? labels.method() : OTHER;
        int status = labels.status() == 0 ? CLIENT_GONE : labels.status();
        Labels kept = new Labels(method, labels.path(), status);
        return series.computeIfAbsent(
                kept,
                l -> {
                    String[] values = {
                        APP_NAME, l.method(), l.path(), Integer.toString(l.status())
                    };
                    return new Series(requests.labels(values), duration.labels(values));
                });
    }

    private Gauge.Child inProgress(String method) {
        Gauge.Child known = inProgressByMethod.get(method);
        return known != null
                ? known
                : inProgressByMethod.computeIfAbsent(
                        METHODS.contains(method) ? method : OTHER,
                        m -> inProgress.labels(APP_NAME, m));
    }
}
