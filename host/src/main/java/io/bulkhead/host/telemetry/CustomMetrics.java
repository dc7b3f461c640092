package io.bulkhead.host.telemetry;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.metadata.ModelId;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics that models declare: histograms with the model's name and version. Models that choose
 * the same name share the histogram, as they do in MLServer.
 */
final class CustomMetrics {
    private final CollectorRegistry registry;
    private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();

    CustomMetrics(CollectorRegistry registry) {
        this.registry = registry;
    }

    ModelMetrics of(ModelId model) {
        return new OfModel(model);
    }

    private Histogram newHistogram(String name, String description) {
        return MetricBuckets.histogram(name, description.isEmpty() ? name : description)
                .labelNames("model_name", "model_version")
                .register(registry);
    }

    private final class OfModel implements ModelMetrics {
        private final ModelId model;
        private final Map<String, Histogram.Child> series = new ConcurrentHashMap<>();

        OfModel(ModelId model) {
            this.model = model;
        }

        @Override
        public void register(String name, String description) {
            Histogram histogram =
                    histograms.computeIfAbsent(name, n -> newHistogram(n, description));
            series.computeIfAbsent(name, n -> histogram.labels(model.name(), model.version()));
        }

        @Override
        public void log(String name, double value) {
            Histogram.Child known = series.get(name);
            if (known == null) {
                throw new IllegalArgumentException("no metric '" + name + "' is registered");
            }
            known.observe(value);
        }
    }
}
