package io.bulkhead.benchmarks;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.OpenPlugin;
import io.bulkhead.host.plugin.PluginCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs that a model's classes are in a loader of their own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IsolationBenchmark {
    private final InferenceRequest request =
            InferenceRequest.of(Tensor.of("x", Shape.of(1, 4), new float[] {1, 2, 3, 4}));
    private final RequestContext context = CallContext.background();
    private final Model direct = new AddingRuntime();
    private final OpenPlugin plugin;
    private final Model isolated;

    /** Packs the runtime as its author would, and opens it as the server does. */
    public IsolationBenchmark() {
        try {
            Path work = Files.createTempDirectory("isolation-benchmark-");
            this.plugin =
                    OpenPlugin.forModel(
                            new EnvironmentStore(work.resolve("copies"))
                                    .dropped(packed(work.resolve("adding.jar")))
                                    .orElseThrow()
                                    .environment(),
                            new ModelId("adding", ""),
                            new NativeLayers());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.isolated = (Model) plugin.factory(AddingRuntime.NAME);
    }

    private static Path packed(Path jar) throws IOException {
        String file = AddingRuntime.class.getName().replace('.', '/') + ".class";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream code =
                        Objects.requireNonNull(
                                AddingRuntime.class.getResourceAsStream("/" + file), file)) {
            zip.putNextEntry(new ZipEntry(file));
            code.transferTo(zip);
        }
        return jar;
    }

    /** That it is not the same class. */
    @Setup
    public void check() {
        if (isolated.getClass() == direct.getClass()) {
            throw new IllegalStateException("the plugin's class is the benchmark's");
        }
    }

    /** A call of an object that was made with {@code new}. */
    @Benchmark
    public CompletionStage<InferenceResponse> direct() {
        return direct.predict(request, context);
    }

    /** The same call of an object in a loader of its own. */
    @Benchmark
    public CompletionStage<InferenceResponse> ownLoader() {
        return isolated.predict(request, context);
    }

    /** As the server crosses the border: context class loader set, whatever is thrown caught. */
    @Benchmark
    public CompletionStage<InferenceResponse> ownLoaderAsTheServerCallsIt() {
        return PluginCall.with(
                plugin.loader(), "adding", "predict", () -> isolated.predict(request, context));
    }
}
