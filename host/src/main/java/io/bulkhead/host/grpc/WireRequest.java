package io.bulkhead.host.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came from the wire, broken ones included: gRPC answers what a marshaller throws
 * with a status that blames the server, so the fault travels to the handler instead.
 */
final class WireRequest {
    private final @Nullable ModelInferRequest message;

    private WireRequest(@Nullable ModelInferRequest message) {
        this.message = message;
    }

    /** The same method, with requests read by this class. */
    static MethodDescriptor<WireRequest, ModelInferResponse> method(
            MethodDescriptor<ModelInferRequest, ModelInferResponse> method) {
        return method.toBuilder(new Marshaller(), method.getResponseMarshaller()).build();
    }

    /**
     * @throws ServingException if it is no such message
     */
    ModelInferRequest message() {
        if (message == null) {
            throw ServingException.invalidArgument(
                    "the message is no ModelInferRequest: its protobuf is broken, or a text in it"
                            + " is no UTF-8");
        }
        return message;
    }

    /**
     * Reads requests into memory of their own, of which raw contents are then views: gRPC's
     * marshaller would copy them once more.
     */
    private static final class Marshaller implements MethodDescriptor.Marshaller<WireRequest> {
        @Override
        public InputStream stream(WireRequest request) {
            throw new UnsupportedOperationException("a server sends no requests");
        }

        @Override
        public WireRequest parse(InputStream stream) {
            try {
                CodedInputStream coded =
                        UnsafeByteOperations.unsafeWrap(readAll(stream)).newCodedInput();
                coded.enableAliasing(true);
                return new WireRequest(ModelInferRequest.parseFrom(coded));
            } catch (InvalidProtocolBufferException broken) {
                return new WireRequest(null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] readAll(InputStream stream) throws IOException {
            if (!(stream instanceof KnownLength)) {
                return stream.readAllBytes(); // was compressed; bounded by the server's limit
            }
            byte[] bytes = new byte[stream.available()];
            if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new EOFException("a message shorter than its length");
            }
            return bytes;
        }
    }
}
