package io.bulkhead.host.rest;

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
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers with the request's inputs, and as its model's name says. */
final class FakeDataPlane implements DataPlane {
    final AtomicInteger leases = new AtomicInteger();
    final AtomicReference<RequestContext> lastContext = new AtomicReference<>();
    final AtomicReference<Thread> lastThread = new AtomicReference<>();
    final CompletableFuture<Void> gate = new CompletableFuture<>();
    final CompletableFuture<Void> entered = new CompletableFuture<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();
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
        return new ServerMetadata("mlserver", "1", List.of());
    }

    @Override
    public boolean modelReady(String model, String version) {
        requireKnown(model, version);
        return !model.equals("loading");
    }

    @Override
    public ModelDescription describe(String model, String version) {
        requireKnown(model, version);
        return new ModelDescription(
                model, List.of(version), "", inputs(model), List.of(), Parameters.empty());
    }

    /** Those that a model's name spells out, as in {@code raw:FP32:-1,2}. */
    private static List<TensorMetadata> inputs(String model) {
        return Stream.of(model.split("@", -1))
                .filter(input -> input.startsWith("raw:"))
                .map(input -> input.split(":", -1))
                .map(FakeDataPlane::input)
                .toList();
    }

    private static TensorMetadata input(String[] spelled) {
        long[] shape = Stream.of(spelled[2].split(",", -1)).mapToLong(Long::parseLong).toArray();
        return new TensorMetadata(
                "only", Datatype.valueOf(spelled[1]), Shape.of(shape), Parameters.empty());
    }

    private static void requireKnown(String model, String version) {
        if (model.equals("nope")) {
            throw new ServingException(ErrorCode.MODEL_NOT_FOUND, "Model nope not found");
        }
        if (version.equals("77")) {
            throw new ServingException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "Model %s with version 77 not found".formatted(model));
        }
    }

    @Override
    public CompletionStage<InferenceAnswer> infer(
            String model, String version, InferenceRequest request, RequestContext context) {
        lastContext.set(context);
        lastThread.set(Thread.currentThread());
        context.onCancel(() -> cancelled.complete(null));
        entered.complete(null);
        try {
            requireKnown(model, version);
        } catch (ServingException e) {
            return CompletableFuture.failedFuture(e);
        }
        return switch (model) {
            case "gate" -> gate.thenApplyAsync(open -> answer(model, version, request));
            case "bug" -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
            case "throws" -> throw new IllegalStateException("secret");
            default -> coded(model, () -> answer(model, version, request));
        };
    }

    private static CompletionStage<InferenceAnswer> coded(
            String model, Supplier<InferenceAnswer> answer) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(model)) {
                return CompletableFuture.failedFuture(new ServingException(code, "as asked"));
            }
        }
        return CompletableFuture.completedFuture(answer.get());
    }

    private InferenceAnswer answer(String model, String version, InferenceRequest request) {
        leases.incrementAndGet();
        List<Tensor> outputs = request.inputs();
        return new InferenceAnswer(
                new ModelId(model, version),
                request.id(),
                InferenceResponse.of(outputs),
                leases::decrementAndGet);
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String model, String version, InferenceRequest request, RequestContext context) {
        context.onCancel(() -> cancelled.complete(null));
        return switch (model) {
            case "nope" ->
                    publisher ->
                            failAtOnce(
                                    publisher,
                                    new ServingException(
                                            ErrorCode.MODEL_NOT_FOUND, "Model nope not found"));
            case "endless" -> endless(request);
            default -> events(model, request);
        };
    }

    private static void failAtOnce(
            Flow.Subscriber<? super StreamedAnswer> subscriber, RuntimeException failure) {
        subscriber.onSubscribe(new NoSubscription());
        subscriber.onError(failure);
    }

    private Flow.Publisher<StreamedAnswer> endless(InferenceRequest request) {
        StreamedAnswer answer = streamed("endless", request, "0");
        return subscriber ->
                subscriber.onSubscribe(
                        new Flow.Subscription() {
                            @Override
                            public void request(long count) {
                                // On another thread: a subscriber may ask from within onNext.
                                ForkJoinPool.commonPool().execute(() -> subscriber.onNext(answer));
                            }

                            @Override
                            public void cancel() {
                                cancelled.complete(null);
                            }
                        });
    }

    private static Flow.Publisher<StreamedAnswer> events(String model, InferenceRequest request) {
        return subscriber -> subscriber.onSubscribe(new ThreeEvents(model, request, subscriber));
    }

    private static StreamedAnswer streamed(String model, InferenceRequest request, String index) {
        Function<Tensor, Tensor> renamed = tensor -> tensor.withName(index);
        return new StreamedAnswer(
                new ModelId(model, ""),
                request.id(),
                InferenceResponse.of(request.inputs().stream().map(renamed).toList()));
    }

    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    /** Ends at once behind the last event, as publishers may: nobody asks for the end. */
    private static final class ThreeEvents implements Flow.Subscription {
        private final String model;
        private final InferenceRequest request;
        private final Flow.Subscriber<? super StreamedAnswer> subscriber;
        private int sent;

        ThreeEvents(
                String model,
                InferenceRequest request,
                Flow.Subscriber<? super StreamedAnswer> subscriber) {
            this.model = model;
            this.request = request;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            int index = sent++;
            if (index < 3) {
                subscriber.onNext(streamed(model, request, Integer.toString(index)));
            }
            if (index == 2) {
                end();
            }
        }

        private void end() {
            if (model.equals("breaks")) {
                subscriber.onError(ServingException.invalidArgument("broke"));
            } else {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {}
    }
}
