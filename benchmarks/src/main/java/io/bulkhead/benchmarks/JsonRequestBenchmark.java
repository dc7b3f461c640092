package io.bulkhead.benchmarks;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.json.InferenceRequestReader;
import java.io.IOException;
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

/** A request's JSON body to tensors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonRequestBenchmark {
    /** Rows x columns of the tensor. */
    @Param({Payloads.SMALL, Payloads.ROWS, Payloads.LARGE})
    public String size = Payloads.SMALL;

    private final JacksonInferCodec jackson = new JacksonInferCodec();
    private byte[] body = {};

    /** Makes the body. */
    @Setup
    public void prepare() {
        body = Payloads.body(Payloads.tensor("x", size));
    }

    /** The server's reader: every check that a request gets. */
    @Benchmark
    public InferenceRequest bulkhead() {
        return InferenceRequestReader.read(body, 0, body.length);
    }

    /** Jackson's streaming parser, nothing checked. */
    @Benchmark
    public float[] jacksonStreaming() throws IOException {
        return jackson.read(body);
    }
}
