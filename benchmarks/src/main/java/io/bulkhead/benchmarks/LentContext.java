package io.bulkhead.benchmarks;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.codec.content.ContentCodecs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** What the server would lend to a model of this file, with the server's own content types. */
record LentContext(Path artifact, ModelSettings settings, Codecs codecs) implements ModelContext {
    LentContext(Path artifact) {
        this(
                artifact,
                new ModelSettings(
                        new ModelId("m", ""), "m", "", List.of(), List.of(), Parameters.empty()));
    }

    private LentContext(Path artifact, ModelSettings settings) {
        this(artifact, settings, new ContentCodecs(settings, List.of(), List.of()));
    }

    @Override
    public Path modelFolder() {
        return artifact.toAbsolutePath().resolveSibling("");
    }

    @Override
    public Path scratchFolder() {
        throw new UnsupportedOperationException("no model here writes anything");
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public ModelMetrics metrics() {
        throw new UnsupportedOperationException("no benchmark measures anything of its own");
    }
}
