package io.bulkhead.benchmarks;

import com.google.protobuf.UnsafeByteOperations;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.proto.ContentsForm;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferResponseWriter;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelInferResponse.InferOutputTensor;
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

/** An answer's tensors to a protobuf message with raw contents, and that to bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrpcResponseBenchmark {
    private static final ModelId MODEL = new ModelId("iris", "");

    /** Rows x columns of the tensor. */
    @Param({Payloads.SMALL, Payloads.LARGE})
    public String size = Payloads.SMALL;

    private final InferResponseWriter writer = new InferResponseWriter(Dialect.PUBLIC);
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
    public byte[] bulkhead() {
        return writer.write(MODEL, "1", response, ContentsForm.RAW).toByteArray();
    }

    /** Protobuf alone, filled by hand. */
    @Benchmark
    public byte[] protobuf() {
        InferOutputTensor header =
                InferOutputTensor.newBuilder()
                        .setName("predict")
                        .setDatatype("FP32")
                        .addShape(output.shape().dimension(0))
                        .addShape(output.shape().dimension(1))
                        .build();
        return ModelInferResponse.newBuilder()
                .setModelName("iris")
                .setId("1")
                .addOutputs(header)
                .addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.bytes()))
                .build()
                .toByteArray();
    }
}
