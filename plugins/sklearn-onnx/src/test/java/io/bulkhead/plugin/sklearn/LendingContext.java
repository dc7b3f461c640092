package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A host that lends the runtimes of other libraries, as models of its own ask for them.
 *
 * @param model what the asking model gets but for these
 */
record LendingContext(TestContext model, Path scratchFolder, List<RuntimeFactory> runtimes)
        implements ModelContext {
    @Override
    public Model delegate(DelegateSettings asked) {
        for (RuntimeFactory runtime : runtimes) {
            if (runtime.name().equals(asked.implementation())) {
                return runtime.create(contextOf(asked));
            }
        }
        return ModelContext.super.delegate(asked);
    }

    private static ModelContext contextOf(DelegateSettings asked) {
        ModelSettings settings =
                new ModelSettings(
                        new ModelId("delegate", ""),
                        asked.implementation(),
                        "",
                        List.of(),
                        List.of(),
                        Parameters.copyOf(Map.of("extra", asked.extra().asMap())));
        return new TestContext(asked.artifact(), settings);
    }

    @Override
    public ModelSettings settings() {
        return model.settings();
    }

    @Override
    public Path artifact() {
        return model.artifact();
    }

    @Override
    public Path modelFolder() {
        return model.modelFolder();
    }

    @Override
    public Executor executor() {
        return model.executor();
    }

    @Override
    public Codecs codecs() {
        return model.codecs();
    }

    @Override
    public ModelMetrics metrics() {
        return model.metrics();
    }
}
