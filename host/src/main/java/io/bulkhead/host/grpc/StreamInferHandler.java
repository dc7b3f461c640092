package io.bulkhead.host.grpc;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.proto.ContentsForm;
import io.bulkhead.codec.proto.InferRequestReader;
import io.bulkhead.codec.proto.InferResponseWriter;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.DataPlane.StreamedAnswer;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * ModelStreamInfer: requests are answered one after the other, each by any number of responses. The
 * next request is read when the last is answered, the next response when the client can take it.
 */
final class StreamInferHandler implements ServerCallHandler<WireRequest, ModelInferResponse> {
    private final DataPlane dataPlane;
    private final CallContexts contexts;
    private final AnswerTrailers trailers;
    private final InferRequestReader reader;
    private final InferResponseWriter writer;

    StreamInferHandler(
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
        Conversation conversation = new Conversation(call, headers);
        call.sendHeaders(new Metadata());
        call.request(1);
        return conversation;
    }

    private final class Conversation extends ServerCall.Listener<WireRequest> {
        private final Object lock = new Object();
        private final ServerCall<WireRequest, ModelInferResponse> call;
        private final Metadata headers;
        private @Nullable Answers answers; // guarded by lock; of the request being answered
        private @Nullable StreamedAnswer last; // guarded by lock; what the trailers tell of
        private boolean halfClosed; // guarded by lock
        private boolean closed; // guarded by lock

        Conversation(ServerCall<WireRequest, ModelInferResponse> call, Metadata headers) {
            this.call = call;
            this.headers = headers;
        }

        @Override
        public void onMessage(WireRequest wire) {
            try {
                ModelInferRequest request = wire.message();
                // Of its own for each request: who waits for a cancellation waits for that long.
                CallContext context = contexts.of(headers);
                InferenceRequest asked = reader.read(request);
                SharedOutputs shared = dataPlane.sharedMemory().outputs(asked);
                Answers next = new Answers(request, context, shared);
                synchronized (lock) {
                    answers = next;
                }
                dataPlane
                        .inferStream(
                                request.getModelName(),
                                request.getModelVersion(),
                                shared.hiddenIn(asked),
                                context)
                        .subscribe(next);
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        @Override
        public void onHalfClose() {
            synchronized (lock) {
                halfClosed = true;
                closeWhenDone();
            }
        }

        @Override
        public void onReady() {
            Answers current;
            synchronized (lock) {
                current = answers;
            }
            if (current != null) {
                current.resume();
            }
        }

        @Override
        public void onCancel() {
            Answers current;
            synchronized (lock) {
                closed = true;
                current = answers;
            }
            if (current != null) {
                current.cancel();
                current.context.cancel();
            }
        }

        private void closeWhenDone() {
            if (halfClosed && answers == null && !closed) {
                closed = true;
                call.close(Status.OK, last == null ? new Metadata() : trailersOf(last));
            }
        }

        private Metadata trailersOf(StreamedAnswer answer) {
            return trailers.of(answer.model(), answer.id(), answer.response());
        }

        private void fail(Throwable failure) {
            synchronized (lock) {
                if (!closed) {
                    closed = true;
                    GrpcErrors.close(call, failure);
                }
            }
        }

        private void answered() {
            synchronized (lock) {
                answers = null;
                closeWhenDone();
                if (!closed) {
                    call.request(1);
                }
            }
        }

        /** The answers to one request, on their way to the client. */
        private final class Answers implements Flow.Subscriber<StreamedAnswer> {
            private final String model;
            private final String version;
            private final ContentsForm form;
            private final CallContext context;
            private final SharedOutputs shared;
            private Flow.@Nullable Subscription subscription; // guarded by lock
            private boolean waiting; // guarded by lock; for the client to take more

            Answers(ModelInferRequest request, CallContext context, SharedOutputs shared) {
                this.model = request.getModelName();
                this.version = request.getModelVersion();
                this.form = ContentsForm.of(request);
                this.context = context;
                this.shared = shared;
            }

            @Override
            public void onSubscribe(Flow.Subscription newSubscription) {
                synchronized (lock) {
                    subscription = newSubscription;
                    waiting = true;
                }
                resume();
            }

            @Override
            public void onNext(StreamedAnswer answer) {
                try {
                    shared.write(answer.response());
                    send(
                            answer,
                            writer.write(
                                    answer.model(), answer.id(), answer.response(), form, shared));
                } catch (RuntimeException failure) {
                    cancel();
                    fail(failure);
                    return;
                }
                resume();
            }

            private void send(StreamedAnswer answer, ModelInferResponse message) {
                synchronized (lock) {
                    if (!closed) {
                        last = answer;
                        call.sendMessage(message);
                    }
                    waiting = true;
                }
            }

            /** Asks for one answer more if one is due; outside the lock, as it runs the model. */
            void resume() {
                Flow.Subscription upstream;
                synchronized (lock) {
                    if (!waiting || closed || !call.isReady()) {
                        return;
                    }
                    waiting = false;
                    upstream = subscription;
                }
                if (upstream != null) {
                    upstream.request(1);
                }
            }

            void cancel() {
                Flow.Subscription upstream;
                synchronized (lock) {
                    upstream = subscription;
                }
                if (upstream != null) {
                    upstream.cancel();
                }
            }

            @Override
            public void onError(Throwable failure) {
                fail(GrpcErrors.ofModel(model, version, failure));
            }

            @Override
            public void onComplete() {
                answered();
            }
        }
    }
}
