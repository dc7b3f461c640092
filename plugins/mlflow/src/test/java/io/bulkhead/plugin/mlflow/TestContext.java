package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.plugin.sklearn.SklearnRuntimeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What a server lends, with the runtime for scikit-learn beside it and no other. */
record TestContext(Path artifact, ModelSettings settings) implements ModelContext {
    static TestContext of(Path artifact) {
        return of("mlflow", artifact, Parameters.empty());
    }

    static TestContext of(String implementation, Path artifact, Parameters extra) {
        Parameters parameters =
                extra.isEmpty() ? extra : Parameters.copyOf(Map.of("extra", extra.asMap()));
        return new TestContext(
                artifact,
                new ModelSettings(
                        new ModelId("m", ""),
                        implementation,
                        "",
                        List.of(),
                        List.of(),
                        parameters));
    }

    @Override
    public Model delegate(DelegateSettings asked) {
        if (!asked.implementation().equals("sklearn")) {
            throw ServingException.loadFailed("no runtime " + asked.implementation(), null);
        }
        return new SklearnRuntimeFactory()
                .create(of(asked.implementation(), asked.artifact(), asked.extra()));
    }

    @Override
    public Path modelFolder() {
        return artifact;
    }

    @Override
    public Path scratchFolder() {
        throw new UnsupportedOperationException("no model here writes files");
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Codecs codecs() {
        return new PlainCodecs();
    }

    @Override
    public ModelMetrics metrics() {
        throw new UnsupportedOperationException("no model here has metrics of its own");
    }
}
