package io.bulkhead.host.telemetry;

import io.bulkhead.api.metadata.ModelId;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The copies of models that stay in memory although they are unloaded. */
final class ReleaseCollector extends Collector {
    private static final String NAME = "model_unreleased_copies";
    private static final List<String> LABELS = List.of("model", "version");
    private static final Comparator<List<String>> BY_TEXT = Comparator.comparing(List::toString);

    private final Supplier<List<ModelId>> unreleased;

    /**
     * @param unreleased one entry for each copy
     */
    ReleaseCollector(Supplier<List<ModelId>> unreleased) {
        this.unreleased = unreleased;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<List<String>, Double> counts = new TreeMap<>(BY_TEXT);
        for (ModelId model : unreleased.get()) {
            counts.merge(List.of(model.name(), model.version()), 1.0, Double::sum);
        }
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        counts.forEach(
                (labels, count) ->
                        samples.add(new MetricFamilySamples.Sample(NAME, LABELS, labels, count)));
        return List.of(
                new MetricFamilySamples(
                        NAME,
                        Type.GAUGE,
                        "Unloaded copies of a model that something keeps in memory",
                        samples));
    }
}
