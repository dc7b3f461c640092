package io.bulkhead.host.telemetry;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.metadata.ModelId;
import io.grpc.ServerInterceptor;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * The metrics of one server, under MLServer's names, in a registry of its own. What a request
 * touches is looked up once per series and kept.
 */
public final class PrometheusMetrics implements ServingMetrics {
    /** The content type of {@link #text}. */
    public static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE;

    private static final String[] MODEL_LABELS = {"model", "version"};
    private static final String UNKNOWN = "unknown";
    private static final double NANOS_PER_SECOND = 1e9;

    private record Labels(String model, String version) {}

    private record Series(Counter.Child success, Counter.Child failure, Summary.Child duration) {}

    private final CollectorRegistry registry = new CollectorRegistry(true);
    private final BiPredicate<String, String> isModel;
    private final RestMetrics rest;
    private final GrpcMetrics grpc = new GrpcMetrics(registry);
    private final CustomMetrics custom = new CustomMetrics(registry);
    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final Map<ModelId, Histogram.Child> queues = new ConcurrentHashMap<>();
    private final Counter success =
            Counter.build("model_infer_request_success", "Inference requests that were answered")
                    .labelNames(MODEL_LABELS)
                    .withoutExemplars()
                    .register(registry);
    private final Counter failure =
            Counter.build("model_infer_request_failure", "Inference requests that failed")
                    .labelNames(MODEL_LABELS)
                    .withoutExemplars()
                    .register(registry);
    private final Summary duration =
            Summary.build(
                            "model_infer_request_duration",
                            "Seconds that an inference request took, without reading and writing")
                    .labelNames(MODEL_LABELS)
                    .register(registry);
    private final Histogram allQueues =
            MetricBuckets.histogram(
                            "parallel_request_queue",
                            "Requests that wait for the threads or child JVMs of a model when one"
                                    + " more comes")
                    .register(registry);
    private final Histogram modelQueue =
            MetricBuckets.histogram(
                            "batch_request_queue",
                            "Requests that wait for this model when one more comes")
                    .labelNames("model_name", "model_version")
                    .register(registry);

    /**
     * @param restPrefix what the names of the REST wire's metrics begin with
     * @param isModel whether name and version are those of a model; requests for others share one
     *     series, so that clients cannot make the metrics grow
     */
    public PrometheusMetrics(String restPrefix, BiPredicate<String, String> isModel) {
        this(restPrefix, isModel, List::of);
    }

    /**
     * As the other.
     *
     * @param models what the loaded models do, asked whenever the metrics are read
     */
    public PrometheusMetrics(
            String restPrefix,
            BiPredicate<String, String> isModel,
            Supplier<List<ModelActivity>> models) {
        this(restPrefix, isModel, models, List::of);
    }

    /**
     * As the other.
     *
     * @param unreleased one entry for each copy of a model that is unloaded and still in memory
     */
    public PrometheusMetrics(
            String restPrefix,
            BiPredicate<String, String> isModel,
            Supplier<List<ModelActivity>> models,
            Supplier<List<ModelId>> unreleased) {
        new ModelActivityCollector(models).register(registry);
        new ReleaseCollector(unreleased).register(registry);
        this.isModel = isModel;
        this.rest = new RestMetrics(restPrefix, registry);
    }

    /**
     * Shows the metrics of models that have servers of their own, too.
     *
     * @param servers asked whenever the metrics are read; may take a second
     */
    public void include(Supplier<List<ModelExposition>> servers) {
        new ExpositionCollector(servers).register(registry);
    }

    /** What the REST wire reports to. */
    public RestObserver rest() {
        return rest;
    }

    /** What the gRPC wire reports to. */
    public ServerInterceptor grpc() {
        return grpc;
    }

    @Override
    public void queued(ModelId model, int waiting) {
        allQueues.observe(waiting);
        Histogram.Child known = queues.get(model);
        if (known == null) {
            known = queues.computeIfAbsent(model, this::newQueue);
        }
        known.observe(waiting);
    }

    private Histogram.Child newQueue(ModelId model) {
        return modelQueue.labels(model.name(), model.version());
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
        return custom.of(model);
    }

    /** All metrics in Prometheus' text format. */
    public String text() {
        return TextFormat.write(registry.metricFamilySamples());
    }
}
