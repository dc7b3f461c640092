package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A stream of a child's answers; gRPC's flow control carries the subscriber's demand. */
public final class ChildStream implements Flow.Publisher<InferenceResponse> {
    private final Supplier<ClientCall<ModelInferRequest, ModelInferResponse>> calls;
    private final Metadata headers;
    private final Supplier<StreamMessages> messages;
    private final RequestContext context;
    private final Runnable answered;
    private final BiFunction<Status, Metadata, RuntimeException> failure;

    /**
     * Nothing is asked yet.
     *
     * @param messages of one subscription
     * @param failure of a call that ended so
     */
    public ChildStream(
            Supplier<ClientCall<ModelInferRequest, ModelInferResponse>> calls,
            Metadata headers,
            Supplier<StreamMessages> messages,
            RequestContext context,
            Runnable answered,
            BiFunction<Status, Metadata, RuntimeException> failure) {
        this.calls = calls;
        this.headers = headers;
        this.messages = messages;
        this.context = context;
        this.answered = answered;
        this.failure = failure;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        StreamMessages own = messages.get();
        ClientCall<ModelInferRequest, ModelInferResponse> call = calls.get();
        call.start(new Answers(call, subscriber, own), headers);
        call.sendMessage(own.request());
        call.halfClose();
        context.onCancel(() -> call.cancel("the client is gone", null));
        subscriber.onSubscribe(new Demand(call));
    }

    private record Demand(ClientCall<?, ?> call) implements Flow.Subscription {
        @Override
        public void request(long count) {
            if (count <= 0) {
                call.cancel("a subscriber must ask for one answer or more", null);
            } else {
                call.request((int) Math.min(count, Integer.MAX_VALUE));
            }
        }

        @Override
        public void cancel() {
            call.cancel("the subscriber wants no more", null);
        }
    }

    private final class Answers extends ClientCall.Listener<ModelInferResponse> {
        private final ClientCall<?, ?> call;
        private final Flow.Subscriber<? super InferenceResponse> subscriber;
        private final StreamMessages own;

        Answers(
                ClientCall<?, ?> call,
                Flow.Subscriber<? super InferenceResponse> subscriber,
                StreamMessages own) {
            this.call = call;
            this.subscriber = subscriber;
            this.own = own;
        }

        @Override
        public void onMessage(ModelInferResponse message) {
            answered.run();
            try {
                subscriber.onNext(own.read(message));
            } catch (RuntimeException e) {
                call.cancel("the answer cannot be used", e);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            own.end(CallFailures.isFromChild(status, trailers));
            if (status.isOk()) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure.apply(status, trailers));
            }
        }
    }
}
