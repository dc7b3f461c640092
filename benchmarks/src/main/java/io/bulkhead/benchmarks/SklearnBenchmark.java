package io.bulkhead.benchmarks;

import ai.onnxruntime.OrtException;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.codec.json.InferenceRequestReader;
import io.bulkhead.plugin.sklearn.SklearnRuntimeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One scikit-learn model by our kernels, from tensors to tensors, and as a graph by ONNX Runtime on
 * tensors that are there already. {@code benchmarks/load/sklearn/run} makes the models.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SklearnBenchmark {
    private static final RequestContext CALL = RequestContext.background();

    /** Where the models are. */
    @Param(".")
    public String folder = ".";

    /** The model's name. */
    @Param("forest")
    public String kind = "forest";

    /** Rows of the request. */
    @Param({"1", "1000"})
    public int rows = 1;

    private Model model = new AddingRuntime();
    private InferenceRequest request = InferenceRequest.of();
    private @Nullable OnnxGraph graph;

    /** Loads both. */
    @Setup
    public void prepare() throws IOException, OrtException {
        Path models = Path.of(folder);
        model =
                new SklearnRuntimeFactory()
                        .create(new LentContext(models.resolve(kind + ".joblib")));
        request = read(models.resolve(kind + "-" + rows + ".json"));
        graph =
                new OnnxGraph(
                        models.resolve(kind + ".onnx"),
                        read(models.resolve(kind + "-" + rows + ".onnx.json")));
    }

    private static InferenceRequest read(Path file) throws IOException {
        byte[] body = Files.readAllBytes(file);
        return InferenceRequestReader.read(body, 0, body.length);
    }

    /** Frees what is not Java's. */
    @TearDown
    public void close() throws OrtException {
        model.close();
        if (graph != null) {
            graph.close();
        }
    }

    /** Everything that the runtime does for a request. */
    @Benchmark
    public CompletionStage<InferenceResponse> ours() {
        return model.predict(request, CALL);
    }

    /** Only {@code run} of the session. */
    @Benchmark
    public long onnxRuntime() throws OrtException {
        return Objects.requireNonNull(graph).run();
    }
}
