package io.bulkhead.host.grpc;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** One model, {@code echo}, that answers what the test says; counts the leases that are out. */
final class FakeDataPlane implements DataPlane {
    static final ModelId ECHO = new ModelId("echo", "");

    final AtomicInteger leases = new AtomicInteger();
    volatile BiFunction<InferenceRequest, RequestContext, CompletionStage<InferenceResponse>>
            model =
                    (request, context) ->
                            CompletableFuture.completedFuture(
                                    InferenceResponse.of(request.inputs()));
    volatile int streamed = 3;
    volatile boolean ready = true;

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public ServerMetadata metadata() {
        return new ServerMetadata("fake", "1.0", List.of("model_repository"));
    }

    @Override
    public boolean modelReady(String name, String version) {
        requireEcho(name, version);
        return ready;
    }

    @Override
    public ModelDescription describe(String name, String version) {
        requireEcho(name, version);
        return new ModelDescription(
                name,
                List.of("v1"),
                "test",
                List.of(
                        new TensorMetadata(
                                "x",
                                Datatype.FP32,
                                Shape.of(Shape.ANY, 4),
                                Parameters.ofContentType("np"))),
                List.of(),
                Parameters.of("k", 1L));
    }

    @Override
    public CompletionStage<InferenceAnswer> infer(
            String name, String version, InferenceRequest request, RequestContext context) {
        try {
            requireEcho(name, version);
        } catch (ServingException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
        leases.incrementAndGet();
        return model.apply(request, context)
                .handle(
                        (response, failure) -> {
                            if (failure instanceof RuntimeException e) {
                                leases.decrementAndGet();
                                throw e;
                            }
                            return new InferenceAnswer(
                                    ECHO, request.id(), response, leases::decrementAndGet);
                        });
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String name, String version, InferenceRequest request, RequestContext context) {
        requireEcho(name, version);
        InferenceResponse response = InferenceResponse.of(request.inputs());
        return subscriber -> subscriber.onSubscribe(new Numbered(subscriber, request, response));
    }

    /** As many answers as the test wants, each when it is asked for. */
    private final class Numbered implements Flow.Subscription {
        private final Flow.Subscriber<? super StreamedAnswer> subscriber;
        private final InferenceRequest request;
        private final InferenceResponse response;
        private long wanted;
        private int sent;
        private boolean sending;

        Numbered(
                Flow.Subscriber<? super StreamedAnswer> subscriber,
                InferenceRequest request,
                InferenceResponse response) {
            this.subscriber = subscriber;
            this.request = request;
            this.response = response;
        }

        @Override
        public void request(long count) {
            wanted += count;
            if (sending) {
                return;
            }
            sending = true;
            for (; wanted > 0 && sent < streamed; wanted--) {
                String id = request.id() + "-" + sent++;
                subscriber.onNext(new StreamedAnswer(ECHO, id, response));
            }
            sending = false;
            if (sent == streamed) {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            sent = streamed + 1;
        }
    }

    private static void requireEcho(String name, String version) {
        if (!name.equals("echo") || !version.isEmpty()) {
            throw new ServingException(ErrorCode.MODEL_NOT_FOUND, "Model " + name + " not found");
        }
    }
}
