package io.bulkhead.host.runtime;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.environment.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What it takes to load a model behind a class loader, without a server. */
public final class TestInstances {
    /** Metrics that nobody reads. */
    public static final ModelMetrics NO_METRICS =
            new ModelMetrics() {
                @Override
                public void register(String name, String description) {}

                @Override
                public void log(String name, double value) {}
            };

    private TestInstances() {}

    /** A model {@code m} of this runtime, with {@code extra.behaviour}. */
    static InstanceSpec spec(Environment environment, String runtime, String behaviour) {
        Parameters parameters = Parameters.of("extra", Map.of("behaviour", behaviour));
        ModelDefinition definition =
                new ModelDefinition(
                        new ModelSettings(
                                new ModelId("m", ""),
                                runtime,
                                "",
                                List.of(),
                                List.of(),
                                parameters),
                        List.of(),
                        Path.of("m"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ChildOptions.ofJvm(List.of()),
                        SchedulePolicy.standard(),
                        ModelDefinition.Origin.FILE,
                        "{}");
        return new InstanceSpec(definition, environment, runtime, Path.of("m"));
    }
}
