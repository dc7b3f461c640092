package io.bulkhead.plugin.catboost;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** Lends a model what it needs of a server. */
record TestContext(Path artifact, String implementation) implements ModelContext {
    static final String MLSERVER = "mlserver_catboost.CatboostModel";

    /** Under our own name. */
    TestContext(Path artifact) {
        this(artifact, "catboost");
    }

    @Override
    public ModelSettings settings() {
        return new ModelSettings(
                new ModelId("model", ""),
                implementation,
                "",
                List.of(),
                List.of(),
                Parameters.empty());
    }

    @Override
    public Path modelFolder() {
        return artifact;
    }

    @Override
    public Path scratchFolder() {
        return artifact;
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
        throw new UnsupportedOperationException("this runtime has no metrics of its own");
    }
}
