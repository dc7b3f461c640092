package io.bulkhead.benchmarks;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
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

/** An answer's tensors to a JSON body. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonResponseBenchmark {
    private static final ModelId MODEL = new ModelId("iris", "");

    /** Rows x columns of the tensor. */
    @Param({Payloads.SMALL, Payloads.ROWS, Payloads.LARGE})
    public String size = Payloads.SMALL;

    private final JacksonInferCodec jackson = new JacksonInferCodec();
    private Tensor output = Payloads.tensor("predict", Payloads.SMALL);
    private InferenceResponse response = InferenceResponse.of(output);

    /** Makes the answer. */
    @Setup
    public void prepare() {
        output = Payloads.tensor("predict", size).withParameters(Parameters.ofContentType("np"));
        response = InferenceResponse.of(output);
    }

    /** The server's writer. */
    @Benchmark
    public JsonBuffer bulkhead() {
        JsonBuffer out = new JsonBuffer(InferenceResponseWriter.lengthGuess(response));
        InferenceResponseWriter.write(MODEL, "1", response, out);
        return out;
    }

    /** Jackson's streaming generator. */
    @Benchmark
    public byte[] jacksonStreaming() throws IOException {
        return jackson.write(output);
    }
}
