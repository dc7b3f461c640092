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
import java.util.ArrayList;
import java.util.List;
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
 * tensors that are there already. Both are given several requests in turn: of a single one with few
 * rows a processor learns by heart which way they go through trees, as it would not in a server.
 * {@code benchmarks/load/sklearn/run} makes the models.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SklearnBenchmark {
    private static final int REQUESTS = 8;
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
    private final List<InferenceRequest> requests = new ArrayList<>();
    private @Nullable OnnxGraph graph;
    private int next;

    /** Loads both. */
    @Setup
    public void prepare() throws IOException, OrtException {
        Path models = Path.of(folder);
        model =
                new SklearnRuntimeFactory()
                        .create(new LentContext(models.resolve(kind + ".joblib")));
        List<InferenceRequest> asGraph = new ArrayList<>();
        for (int number = 0; number < REQUESTS; number++) {
            String name = kind + "-" + rows + "-" + number;
            requests.add(read(models.resolve(name + ".json")));
            asGraph.add(read(models.resolve(name + ".onnx.json")));
        }
        graph = new OnnxGraph(models.resolve(kind + ".onnx"), asGraph);
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
        return model.predict(requests.get(turn()), CALL);
    }

    /** Only {@code run} of the session. */
    @Benchmark
    public long onnxRuntime() throws OrtException {
        return Objects.requireNonNull(graph).run(turn());
    }

    private int turn() {
        next = next + 1 == REQUESTS ? 0 : next + 1;
        return next;
    }
}
