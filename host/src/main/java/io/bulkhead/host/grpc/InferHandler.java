package io.bulkhead.host.grpc;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.proto.ContentsForm;
import io.bulkhead.codec.proto.InferRequestReader;
import io.bulkhead.codec.proto.InferResponseWriter;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * ModelInfer. Written on the call itself and not on a generated stub, for the trailing metadata and
 * because the answer's lease ends when the message is written.
 */
final class InferHandler implements ServerCallHandler<WireRequest, ModelInferResponse> {
    private final DataPlane dataPlane;
    private final CallContexts contexts;
    private final AnswerTrailers trailers;
    private final InferRequestReader reader;
    private final InferResponseWriter writer;

    InferHandler(
            DataPlane dataPlane,
            CallContexts contexts,
            AnswerTrailers trailers,
            InferRequestReader reader,
            InferResponseWriter writer) {
        this.dataPlane = dataPlane;
        this.contexts = contexts;
        this.trailers = trailers;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public ServerCall.Listener<WireRequest> startCall(
            ServerCall<WireRequest, ModelInferResponse> call, Metadata headers) {
        call.request(2); // the second would be one too many, and is waited for to see that
        return new OneRequest(call, contexts.of(headers));
    }

    private final class OneRequest extends ServerCall.Listener<WireRequest> {
        private final ServerCall<WireRequest, ModelInferResponse> call;
        private final CallContext context;
        private @Nullable WireRequest request;
        private boolean refused;

        OneRequest(ServerCall<WireRequest, ModelInferResponse> call, CallContext context) {
            this.call = call;
            this.context = context;
        }

        @Override
        public void onMessage(WireRequest message) {
            if (request != null) {
                refuse("ModelInfer takes one request, found another");
            }
            request = message;
        }

        @Override
        public void onHalfClose() {
            if (request == null) {
                refuse("ModelInfer takes one request, found none");
            } else if (!refused) {
                infer(request);
            }
        }

        private void refuse(String why) {
            refused = true;
            call.close(Status.INTERNAL.withDescription(why), new Metadata());
        }

        @Override
        public void onCancel() {
            context.cancel();
        }

        private void infer(WireRequest wire) {
            try {
                ModelInferRequest message = wire.message();
                String model = message.getModelName();
                String version = message.getModelVersion();
                ContentsForm form = ContentsForm.of(message);
                InferenceRequest request = reader.read(message);
                SharedOutputs shared = dataPlane.sharedMemory().outputs(request);
                dataPlane
                        .infer(model, version, shared.hiddenIn(request), context)
                        .whenComplete(
                                (answer, failure) -> {
                                    if (failure == null) {
                                        answer(answer, form, shared);
                                    } else {
                                        fail(GrpcErrors.ofModel(model, version, failure));
                                    }
                                });
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        /** Writes the message into the transport's own memory, then gives the lease back. */
        private void answer(InferenceAnswer answer, ContentsForm form, SharedOutputs shared) {
            try (answer) {
                if (call.isCancelled()) {
                    return;
                }
                shared.write(answer.response());
                ModelInferResponse message =
                        writer.write(answer.model(), answer.id(), answer.response(), form, shared);
                call.sendHeaders(new Metadata());
                call.sendMessage(message);
                call.close(Status.OK, trailers.of(answer.model(), answer.id(), answer.response()));
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        private void fail(Throwable failure) {
            if (!call.isCancelled()) {
                GrpcErrors.close(call, failure);
            }
        }
    }
}
