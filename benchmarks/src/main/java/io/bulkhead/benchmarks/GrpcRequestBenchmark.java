package io.bulkhead.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestReader;
import io.bulkhead.codec.proto.InferRequestWriter;
import io.bulkhead.protocol.ModelInferRequest;
import java.nio.ByteBuffer;
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

/** A request's protobuf message with raw contents to tensors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrpcRequestBenchmark {
    /** Rows x columns of the tensor. */
    @Param({Payloads.SMALL, Payloads.LARGE})
    public String size = Payloads.SMALL;

    private final InferRequestReader reader = new InferRequestReader(Dialect.PUBLIC);
    private byte[] message = {};

    /** Makes the message. */
    @Setup
    public void prepare() {
        Tensor input = Payloads.tensor("x", size);
        message =
                new InferRequestWriter(Dialect.PUBLIC)
                        .write(new ModelId("iris", ""), InferenceRequest.of(input))
                        .toByteArray();
    }

    /** Protobuf and the server's reader: every check that a request gets. */
    @Benchmark
    public InferenceRequest bulkhead() throws InvalidProtocolBufferException {
        return reader.read(ModelInferRequest.parseFrom(message));
    }

    /** Protobuf alone, and a view of its bytes. */
    @Benchmark
    public ByteBuffer protobuf() throws InvalidProtocolBufferException {
        return ModelInferRequest.parseFrom(message).getRawInputContents(0).asReadOnlyByteBuffer();
    }
}
