package io.bulkhead.host.model;

import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.StageTimes;
import io.bulkhead.host.telemetry.ModelActivity;
import io.bulkhead.host.telemetry.ModelActivity.Stage;
import java.util.List;
import java.util.function.Supplier;

/** What all loaded models do, for the metrics. */
public final class ActivityReport implements Supplier<List<ModelActivity>> {
    private final ModelRegistry registry;

    /** Of the models in this registry. */
    public ActivityReport(ModelRegistry registry) {
        this.registry = registry;
    }

    @Override
    public List<ModelActivity> get() {
        return registry.all().stream().map(ActivityReport::of).toList();
    }

    private static ModelActivity of(LoadedModel model) {
        InferenceStatistics statistics = model.instance().statistics();
        return new ModelActivity(
                model.id(),
                model.leases(),
                model.instance().waiting(),
                List.of(
                        stage("queue", statistics.queueTimes()),
                        stage("decode", statistics.decodeTimes()),
                        stage("infer", statistics.inferTimes()),
                        stage("encode", statistics.encodeTimes())));
    }

    private static Stage stage(String name, StageTimes times) {
        return new Stage(name, StageTimes.bounds(), times.counts(), times.seconds());
    }
}
