package io.bulkhead.host.model;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that answer with what they were asked, and count how often they are closed. */
public final class LoadedModels {
    private LoadedModels() {}

    /** A loaded model of this name and version. */
    public static LoadedModel of(String name, String version) {
        Environment environment = new Environment("test", "1", Path.of("test.jar"), List.of());
        InstanceSpec spec =
                new InstanceSpec(
                        definition(name, version), environment, "echo", Path.of(name, "model"));
        return new LoadedModel(spec, new Echo(), name + version);
    }

    /** The declaration of a model of this name and version. */
    public static ModelDefinition definition(String name, String version) {
        return new ModelDefinition(
                new ModelSettings(
                        new ModelId(name, version),
                        "echo",
                        "",
                        List.of(),
                        List.of(),
                        Parameters.empty()),
                List.of(),
                Path.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ChildOptions.ofJvm(List.of()),
                SchedulePolicy.standard(),
                ModelDefinition.Origin.FILE,
                "{}");
    }

    /** How often this model was closed. */
    public static int closed(LoadedModel model) {
        return ((Echo) model.instance()).closed.get();
    }

    private static final class Echo implements ModelInstance {
        private final AtomicInteger closed = new AtomicInteger();
        private final InferenceStatistics statistics = new InferenceStatistics();

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext context) {
            return CompletableFuture.completedFuture(InferenceResponse.of(request.inputs()));
        }

        @Override
        public Flow.Publisher<InferenceResponse> predictStream(
                InferenceRequest request, RequestContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelMetadata metadata() {
            return ModelMetadata.empty();
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.unlimited();
        }

        @Override
        public boolean ready() {
            return closed.get() == 0;
        }

        @Override
        public InferenceStatistics statistics() {
            return statistics;
        }

        @Override
        public Isolation isolation() {
            return Isolation.CLASSLOADER;
        }

        @Override
        public String placement() {
            return "test";
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
