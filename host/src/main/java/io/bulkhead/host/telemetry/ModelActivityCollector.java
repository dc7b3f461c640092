package io.bulkhead.host.telemetry;

import io.bulkhead.host.telemetry.ModelActivity.Stage;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The metrics that are read off the models when somebody asks, and cost nothing until then. */
final class ModelActivityCollector extends Collector {
    private static final String STAGES = "model_infer_stage_seconds";
    private static final String IN_FLIGHT = "model_infer_requests_in_flight";
    private static final String WAITING = "model_infer_requests_waiting";
    private static final List<String> LABELS = List.of("model", "version");
    private static final List<String> STAGE_LABELS = List.of("model", "version", "stage");
    private static final List<String> BUCKET_LABELS = List.of("model", "version", "stage", "le");

    private final Supplier<List<ModelActivity>> models;

    ModelActivityCollector(Supplier<List<ModelActivity>> models) {
        this.models = models;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples.Sample> stages = new ArrayList<>();
        List<MetricFamilySamples.Sample> inFlight = new ArrayList<>();
        List<MetricFamilySamples.Sample> waiting = new ArrayList<>();
        for (ModelActivity model : models.get()) {
            String name = model.model().name();
            String version = model.model().version();
            model.stages().forEach(stage -> addStage(name, version, stage, stages));
            List<String> labels = List.of(name, version);
            inFlight.add(sample(IN_FLIGHT, LABELS, labels, (double) model.inFlight()));
            waiting.add(sample(WAITING, LABELS, labels, model.waiting()));
        }
        return List.of(
                new MetricFamilySamples(
                        STAGES,
                        Type.HISTOGRAM,
                        "Seconds that a stage of inference took: queue, decode, infer, encode",
                        stages),
                new MetricFamilySamples(
                        IN_FLIGHT,
                        Type.GAUGE,
                        "Requests that a model has not answered yet",
                        inFlight),
                new MetricFamilySamples(
                        WAITING,
                        Type.GAUGE,
                        "Requests that wait for a thread of their model",
                        waiting));
    }

    private static void addStage(
            String model, String version, Stage stage, List<MetricFamilySamples.Sample> samples) {
        long count = 0;
        for (int i = 0; i < stage.counts().size(); i++) {
            count += stage.counts().get(i);
            double bound =
                    i < stage.bounds().size() ? stage.bounds().get(i) : Double.POSITIVE_INFINITY;
            List<String> labels = List.of(model, version, stage.name(), doubleToGoString(bound));
            samples.add(sample(STAGES + "_bucket", BUCKET_LABELS, labels, (double) count));
        }
        List<String> labels = List.of(model, version, stage.name());
        samples.add(sample(STAGES + "_count", STAGE_LABELS, labels, (double) count));
        samples.add(sample(STAGES + "_sum", STAGE_LABELS, labels, stage.seconds()));
    }

    private static MetricFamilySamples.Sample sample(
            String name, List<String> labels, List<String> values, double value) {
        return new MetricFamilySamples.Sample(name, labels, values, value);
    }
}
