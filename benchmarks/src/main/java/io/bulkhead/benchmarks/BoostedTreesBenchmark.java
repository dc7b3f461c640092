package io.bulkhead.benchmarks;

import java.nio.file.Path;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Boosted trees by our kernels and by the native libraries, on the models that {@code
 * load/tabular/models.py} trains. Single calls, since the quickest of those are little disturbed by
 * others on the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class BoostedTreesBenchmark {
    private static final int FEATURES = 30;

    /** Where the models lie. */
    @Param(".")
    public String folder = ".";

    @Param({"xgboost", "lightgbm", "catboost", "catboost-multi", "catboost-lossguide"})
    public String model = "xgboost";

    @Param({"1", "8", "64", "1000"})
    public int rows = 1;

    private BoostedModel pair = BoostedModel.NONE;

    /** Loads a model in both ways. */
    @Setup
    public void load() throws Exception {
        Random random = new Random(1);
        float[] values = new float[rows * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        pair = BoostedModel.load(model, Path.of(folder), values, rows);
    }

    /** Our kernel. */
    @Benchmark
    public Object ours() {
        return pair.ours();
    }

    /** The library's own, through JNI. */
    @Benchmark
    public Object library() throws Exception {
        return pair.library();
    }

    /** Frees what the library holds. */
    @TearDown
    public void close() throws Exception {
        pair.close();
    }
}
