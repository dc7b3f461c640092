package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What a host would lend to one model. */
record TestContext(Path artifact, ModelSettings settings) implements ModelContext {
    static TestContext of(Path artifact) {
        return of(artifact, Map.of());
    }

    /**
     * @param parameters the {@code parameters} of the model's settings
     */
    static TestContext of(Path artifact, Map<String, ?> parameters) {
        ModelSettings settings =
                new ModelSettings(
                        new ModelId("model", ""),
                        "sklearn",
                        "",
                        List.of(),
                        List.of(),
                        Parameters.copyOf(parameters));
        return new TestContext(artifact, settings);
    }

    @Override
    public Path modelFolder() {
        return artifact.toAbsolutePath().getParent();
    }

    @Override
    public Path scratchFolder() {
        throw new UnsupportedOperationException("no model here needs a scratch folder");
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Codecs codecs() {
        return new TestCodecs();
    }

    @Override
    public ModelMetrics metrics() {
        throw new UnsupportedOperationException("no model here has metrics of its own");
    }
}
