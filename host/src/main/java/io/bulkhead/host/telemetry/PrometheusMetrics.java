package io.bulkhead.host.telemetry;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.metadata.ModelId;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * The metrics of one server, under MLServer's names, in a registry of its own. Every name of a
 * metric that the server has stands here.
 */
public final class PrometheusMetrics implements ServingMetrics {
    private static final String[] MODEL_LABELS = {"model", "version"};
    private static final String[] CUSTOM_LABELS = {"model_name", "model_version"};
    private static final String UNKNOWN = "unknown";
    private static final double NANOS_PER_SECOND = 1e9;

    // The buckets of prometheus_client, which MLServer's histograms have.
    private static final double[] BUCKETS = {
        .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
    };

    private record Series(Counter.Child success, Counter.Child failure, Summary.Child duration) {}

    private record Labels(String model, String version) {}

    private final CollectorRegistry registry = new CollectorRegistry(true);
    private final BiPredicate<String, String> isModel;
    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final Map<String, Histogram> custom = new ConcurrentHashMap<>();
    private final Counter success =
            Counter.build("model_infer_request_success", "Model infer request success count")
                    .labelNames(MODEL_LABELS)
                    .register(registry);
    private final Counter failure =
            Counter.build("model_infer_request_failure", "Model infer request failure count")
                    .labelNames(MODEL_LABELS)
                    .register(registry);
    private final Summary duration =
            Summary.build("model_infer_request_duration", "Model infer request duration")
                    .labelNames(MODEL_LABELS)
                    .register(registry);

    /**
     * @param isModel whether name and version are those of a model; requests for others share one
     *     series, so that clients cannot make the metrics grow
     */
    public PrometheusMetrics(BiPredicate<String, String> isModel) {
        this.isModel = isModel;
    }

    @Override
    public void inferred(String model, String version, boolean succeeded, long nanos) {
        Series labelled = series(model, version);
        (succeeded ? labelled.success() : labelled.failure()).inc();
        labelled.duration().observe(nanos / NANOS_PER_SECOND);
    }

    private Series series(String model, String version) {
        Labels labels = new Labels(model, version);
        Series known = series.get(labels);
        if (known != null) {
            return known;
        }
        return isModel.test(model, version)
                ? series.computeIfAbsent(labels, this::newSeries)
                : series.computeIfAbsent(new Labels(UNKNOWN, ""), this::newSeries);
    }

    private Series newSeries(Labels labels) {
        return new Series(
                success.labels(labels.model(), labels.version()),
                failure.labels(labels.model(), labels.version()),
                duration.labels(labels.model(), labels.version()));
    }

    @Override
    public ModelMetrics ofModel(ModelId model) {
        return new ModelMetrics() {
            @Override
            public void register(String name, String description) {
                custom.computeIfAbsent(
                        name,
                        n ->
                                Histogram.build(n, description)
                                        .labelNames(CUSTOM_LABELS)
                                        .buckets(BUCKETS)
                                        .register(registry));
            }

            @Override
            public void log(String name, double value) {
                Histogram histogram = custom.get(name);
                if (histogram == null) {
                    throw new IllegalArgumentException("no metric '" + name + "' is registered");
                }
                histogram.labels(model.name(), model.version()).observe(value);
            }
        };
    }

    /** All metrics in Prometheus' text format. */
    public String text() {
        StringWriter out = new StringWriter();
        try {
            TextFormat.write004(out, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
