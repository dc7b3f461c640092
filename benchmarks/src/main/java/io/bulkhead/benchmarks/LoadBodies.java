package io.bulkhead.benchmarks;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what the load scripts send: one large tensor as JSON, and as a gRPC message. */
public final class LoadBodies {
    private static final int GRPC_HEADER = 5;

    private LoadBodies() {}

    /**
     * @param arguments the folder to write {@code body.json} and {@code body.grpc} to, and the name
     *     of the model
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: LoadBodies <folder> <model>");
        }
        Path folder = Path.of(arguments[0]);
        Tensor tensor = Payloads.tensor("x", Payloads.LARGE);
        Files.write(folder.resolve("body.json"), Payloads.body(tensor));
        Files.write(folder.resolve("body.grpc"), framed(message(arguments[1], tensor)));
    }

    private static byte[] message(String model, Tensor tensor) {
        return new InferRequestWriter(Dialect.PUBLIC)
                .write(new ModelId(model, ""), InferenceRequest.of(tensor))
                .toByteArray();
    }

    /** As gRPC puts messages on the wire: not compressed, and the length. */
    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(GRPC_HEADER + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
