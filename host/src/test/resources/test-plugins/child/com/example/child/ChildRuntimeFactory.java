package com.example.child;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.ModelRoute.Purpose;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import org.pf4j.Extension;
import org.slf4j.LoggerFactory;

/** Does what the request's parameter {@code do} says, to itself or to its process. */
@Extension
public final class ChildRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "child";
    }

    @Override
    public Model create(ModelContext context) {
        switch (context.settings().extra().getString("load").orElse("")) {
            case "fail" ->
                    throw ServingException.loadFailed("artefact is empty: 12 bytes wanted", null);
            case "exit" -> System.exit(7);
            case "hang" -> new CompletableFuture<Void>().join();
            default -> {}
        }
        context.metrics().register("child_metric", "seen by the parent");
        return new ChildModel(context, new ArrayList<>());
    }

    /** One per class loader. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private record ChildModel(ModelContext context, List<ByteBuffer> held) implements Model {
        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            switch (request.parameters().getString("do").orElse("echo")) {
                case "block" -> {
                    touch(request.parameters().getString("file").orElseThrow());
                    return new CompletableFuture<>();
                }
                case "exit" -> Runtime.getRuntime().halt(9);
                case "crash" -> crash();
                case "fill-heap" -> fillHeap();
                case "fill-direct" -> held.add(ByteBuffer.allocateDirect(500 << 20));
                case "unprocessable" ->
                        throw ServingException.unprocessable("input 'x': 4 features are wanted");
                case "exhausted" ->
                        throw new ServingException(ErrorCode.RESOURCE_EXHAUSTED, "queue is full");
                case "throw" -> throw new IllegalStateException("/secret");
                case "headers" -> {
                    return InferenceResponse.completed(
                            Tensor.ofStrings(
                                    "headers",
                                    Shape.of(1),
                                    List.of(String.valueOf(call.headers()))));
                }
                case "environment" -> {
                    return InferenceResponse.completed(
                            Tensor.ofStrings(
                                    "environment",
                                    Shape.of(1),
                                    List.of(String.valueOf(System.getenv().keySet()))));
                }
                case "pid" -> {
                    return InferenceResponse.completed(
                            Tensor.ofStrings(
                                    "pid",
                                    Shape.of(1),
                                    List.of(String.valueOf(ProcessHandle.current().pid()))));
                }
                case "count" -> {
                    return InferenceResponse.completed(
                            Tensor.of(
                                    "calls", Shape.of(1), new float[] {CALLS.incrementAndGet()}));
                }
                case "print" -> {
                    System.out.println("INFO printed by the model");
                    System.err.println("half a line\u001b[31m");
                    context.metrics().log("child_metric", 0.25);
                }
                case "debug" -> LoggerFactory.getLogger("my.model").debug("seen closely");
                case "log" ->
                        LoggerFactory.getLogger("my.model")
                                .warn("a \"quoted\"\nmessage", new IllegalStateException("why"));
                default -> {}
            }
            return CompletableFuture.completedFuture(
                    new InferenceResponse(request.inputs(), request.parameters()));
        }

        /** As native code does that writes where nothing is. */
        private static void crash() {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field field = type.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0, 0);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void fillHeap() {
            List<long[]> all = new ArrayList<>();
            while (true) {
                all.add(new long[1 << 20]);
            }
        }

        private static void touch(String file) {
            try {
                Files.writeString(Path.of(file), String.valueOf(ProcessHandle.current().pid()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Flow.Publisher<InferenceResponse> predictStream(
                InferenceRequest request, RequestContext call) {
            String what = request.parameters().getString("do").orElse("");
            SubmissionPublisher<InferenceResponse> publisher = new SubmissionPublisher<>();
            return subscriber -> {
                publisher.subscribe(subscriber);
                if (what.equals("hang-first") && isNew(request)) {
                    touch(request.parameters().getString("file").orElseThrow());
                    return;
                }
                for (int i = 0; i < 3; i++) {
                    publisher.submit(InferenceResponse.of(request.inputs()));
                }
                switch (what) {
                    case "unprocessable" ->
                            publisher.closeExceptionally(ServingException.unprocessable("no more"));
                    case "hang-last" ->
                            touch(request.parameters().getString("file").orElseThrow());
                    default -> publisher.close();
                }
            };
        }

        private static boolean isNew(InferenceRequest request) {
            return !Files.exists(Path.of(request.parameters().getString("file").orElseThrow()));
        }

        @Override
        public List<ModelRoute> routes() {
            return List.of(
                    new ModelRoute("POST", "/reverse", Purpose.INFERENCE, ChildModel::reverse),
                    new ModelRoute("GET", "/refuse", Purpose.MODEL, ChildModel::refuse));
        }

        private static CompletionStage<RouteResponse> reverse(
                RouteRequest request, RequestContext call) {
            byte[] body = new byte[request.body().remaining()];
            for (int i = body.length - 1; i >= 0; i--) {
                body[i] = request.body().get();
            }
            String seen = request.query() + " " + call.headers();
            return CompletableFuture.completedFuture(
                    new RouteResponse(201, Map.of("X-Seen", seen), ByteBuffer.wrap(body)));
        }

        private static CompletionStage<RouteResponse> refuse(
                RouteRequest request, RequestContext call) {
            throw ServingException.unprocessable("not that way");
        }

        @Override
        public ModelMetadata metadata() {
            return new ModelMetadata(
                    "test",
                    List.of(
                            new TensorMetadata(
                                    "x", Datatype.FP32, Shape.of(-1, 4), Parameters.empty())),
                    List.of(),
                    Parameters.copyOf(Map.of("pid", ProcessHandle.current().pid())));
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.unlimited();
        }
    }
}
