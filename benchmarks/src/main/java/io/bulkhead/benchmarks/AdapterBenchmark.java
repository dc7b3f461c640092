package io.bulkhead.benchmarks;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.plugin.typed.TypedRuntime;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request through the adapter that the annotation processor writes, through one by hand, and
 * through the one that is made by reflection where the processor did not run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AdapterBenchmark {
    private static final RequestContext CALL = RequestContext.background();

    /** Rows of ten numbers. */
    @Param({"1", "64"})
    public int rows;

    /** Whose adapter it is. */
    @Param({"hand-written", "generated", "reflected"})
    public String adapter = "generated";

    private Model model = new HandWrittenRowSum(new LentContext(Path.of("m")).codecs());
    private InferenceRequest request = InferenceRequest.of();

    /** Makes the adapter and the request. */
    @Setup
    public void prepare() {
        ModelContext context = new LentContext(Path.of("m"));
        this.model =
                switch (adapter) {
                    case "hand-written" -> new HandWrittenRowSum(context.codecs());
                    case "generated" -> new RowSum_Runtime().create(context);
                    default -> new TypedRuntime(RowSum.class).create(context);
                };
        double[] values = new double[rows * 10];
        Arrays.setAll(values, i -> i / 7.0);
        this.request =
                InferenceRequest.of(
                        Tensor.of("rows", Shape.of(rows, 10), values),
                        Tensor.of("factor", Shape.of(1), new double[] {2}));
    }

    /** One request. */
    @Benchmark
    public CompletionStage<InferenceResponse> predict() {
        return model.predict(request, CALL);
    }
}
