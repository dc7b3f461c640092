package io.bulkhead.host.runtime;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.environment.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server lends to one model; taken back by {@link #close}, after the model's own. */
final class LentContext implements ModelContext, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LentContext.class);

    private final InstanceSpec spec;
    private final Executor executor;
    private final Codecs codecs;
    private final ModelMetrics metrics;
    private final ToldMetadata metadata;
    private final Delegates delegates;
    private final LoadProgress loading;
    private Optional<Path> scratch = Optional.empty();

    LentContext(
            InstanceSpec spec,
            Executor executor,
            Codecs codecs,
            ModelMetrics metrics,
            ToldMetadata metadata,
            Delegates delegates,
            LoadProgress loading) {
        this.spec = spec;
        this.executor = executor;
        this.codecs = codecs;
        this.metrics = metrics;
        this.metadata = metadata;
        this.delegates = delegates;
        this.loading = loading;
    }

    @Override
    public ModelSettings settings() {
        return spec.definition().settings();
    }

    @Override
    public Path artifact() {
        return spec.artifact();
    }

    @Override
    public Path modelFolder() {
        return spec.definition().folder();
    }

    @Override
    public synchronized Path scratchFolder() {
        if (scratch.isEmpty()) {
            try {
                scratch = Optional.of(Files.createTempDirectory("bulkhead-model-"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scratch.get();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void stillLoading(String progress) {
        LOG.info("{}", progress);
        loading.stillLoading(progress);
    }

    @Override
    public Codecs codecs() {
        return codecs;
    }

    @Override
    public ModelMetrics metrics() {
        return metrics;
    }

    @Override
    public void describe(ModelMetadata described) {
        metadata.tell(described);
    }

    @Override
    public Model delegate(DelegateSettings settings) {
        return delegates.open(settings);
    }

    @Override
    public void close() {
        delegates.close();
        deleteScratch();
    }

    private synchronized void deleteScratch() {
        scratch.ifPresent(
                folder -> {
                    try {
                        FileTree.delete(folder);
                    } catch (IOException e) {
                        LOG.warn("Scratch folder {} stays behind: {}", folder, e.getMessage());
                    }
                });
        scratch = Optional.empty();
    }
}
