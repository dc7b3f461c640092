package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestWriter;
import io.bulkhead.codec.proto.InferResponseReader;
import io.bulkhead.codec.proto.ModelMetadataReader;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.TensorPlaces;
import io.bulkhead.codec.sharedmemory.TensorSource;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.AnswerLife;
import io.bulkhead.host.runtime.CallWatch;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import io.bulkhead.host.telemetry.tracing.TracedContext;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelMetadataRequest;
import io.bulkhead.protocol.ServerLiveRequest;
import io.bulkhead.protocol.ServerLiveResponse;
import io.bulkhead.protocol.SystemSharedMemoryRegisterRequest;
import io.bulkhead.protocol.SystemSharedMemoryStatusRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls to a model in a child over the child's socket. A failure is a {@link ServingException} with
 * the child's own code and words, or a {@link LostCallException}.
 */
final class ChildClient implements ChildCalls {
    private static final int FLOW_CONTROL_WINDOW = 8 << 20;
    private static final Duration INTRODUCTION = Duration.ofSeconds(60);

    private final ModelId address;
    private final String secret;
    private final ChildPulse pulse;
    private final ManagedChannel channel;
    private final SocketLoop sockets;
    private final List<ModelRoute> routes;
    private final InferRequestWriter writer = new InferRequestWriter(Dialect.CHILD);
    private final ChildMemory memory;
    private final ExpectedOutputs outputs = new ExpectedOutputs();
    private final CallFailures failures;
    private final InferResponseReader reader = new InferResponseReader(Dialect.CHILD);

    private ChildClient(
            ModelId model,
            ModelId address,
            String secret,
            ChildPulse pulse,
            ManagedChannel channel,
            SocketLoop sockets,
            List<ChildMessage.Route> routes,
            Function<ChildClient, ChildMemory> memory) {
        this.failures = new CallFailures(model);
        this.address = address;
        this.secret = secret;
        this.pulse = pulse;
        this.channel = channel;
        this.sockets = sockets;
        this.routes = routes.stream().map(this::route).toList();
        this.memory = memory.apply(this);
    }

    private ModelRoute route(ChildMessage.Route told) {
        CompletableFuture<ModelRoute> route = new CompletableFuture<>();
        ModelRoute made =
                new ModelRoute(
                        told.method(),
                        told.path(),
                        told.purpose(),
                        (request, context) -> call(route.join(), request, context));
        route.complete(made);
        return made;
    }

    /**
     * Opens the connection to a child, to be asked for this model.
     *
     * @param socket of the child, in a folder that nobody else may enter
     */
    static ChildClient open(ModelId model, Path socket, String secret, SocketLoop sockets) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(sockets)
                        .overrideAuthority("child")
                        .usePlaintext()
                        .directExecutor()
                        .disableRetry()
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .flowControlWindow(FLOW_CONTROL_WINDOW)
                        .build();
        Path folder = socket.resolveSibling(".").normalize();
        return new ChildClient(
                model,
                model,
                secret,
                new ChildPulse(),
                channel,
                sockets,
                List.of(),
                client -> new ChildMemory(model, folder, client::introduce));
    }

    /**
     * The same connection and memory, to be asked for that model.
     *
     * @param endpoints of the model's own
     */
    ChildClient of(ChildModel other, List<ChildMessage.Route> endpoints) {
        return new ChildClient(
                other.id(),
                other.address(),
                secret,
                pulse,
                channel,
                sockets,
                endpoints,
                client -> memory);
    }

    @Override
    public CompletableFuture<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life) {
        MethodDescriptor<ModelInferRequest, ModelInferResponse> method =
                GRPCInferenceServiceGrpc.getModelInferMethod();
        TraceSpan span =
                TraceSpan.of(context).step(method.getFullMethodName(), TraceSpan.Kind.CLIENT);
        ClientCall<ModelInferRequest, ModelInferResponse> call =
                channel.newCall(method, CallDeadline.of(context));
        Optional<TensorLoan> loan = memory.lend(request, outputs.bytes(), 1);
        ModelInferRequest message = message(request, loan);
        Metadata headers = headers(TracedContext.of(context, span));
        CompletableFuture<InferenceResponse> answer =
                sockets.together(() -> answer(loan, life).ask(call, headers, message));
        context.onCancel(() -> call.cancel("the client is gone", null));
        return watched(answer, span);
    }

    private OneAnswer<ModelInferResponse, InferenceResponse> answer(
            Optional<TensorLoan> loan, AnswerLife life) {
        if (loan.isEmpty()) {
            return new OneAnswer<>(
                    message -> read(message, SharedMemory.OFF),
                    failures::of,
                    (status, trailers) -> {});
        }
        LentAnswer lent = new LentAnswer(memory, loan.get(), life);
        return new OneAnswer<>(
                message -> read(message, lent),
                failures::of,
                (status, trailers) -> lent.over(CallFailures.isFromChild(status, trailers)));
    }

    private <T> CompletableFuture<T> watched(CompletableFuture<T> answer, TraceSpan span) {
        return answer.whenComplete(
                (response, failure) -> {
                    feel(failure);
                    if (span.isOn()) {
                        CallWatch.end(span, failure);
                    }
                });
    }

    @Override
    public List<ModelRoute> routes() {
        return routes;
    }

    @Override
    public CompletableFuture<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        TraceSpan span =
                TraceSpan.of(context)
                        .step(RouteWire.CALL.getFullMethodName(), TraceSpan.Kind.CLIENT);
        ClientCall<ByteBuffer, ByteBuffer> call =
                channel.newCall(RouteWire.CALL, CallDeadline.of(context));
        Metadata headers = headers(TracedContext.of(context, span));
        RouteWire.writeTarget(address, route, request.query(), headers);
        context.onCancel(() -> call.cancel("the client is gone", null));
        return watched(
                new ChildRouteCall(call, pulse::answered, failures::of)
                        .start(headers, request.body()),
                span);
    }

    private ModelInferRequest message(InferenceRequest request, Optional<TensorLoan> loan) {
        try {
            return writer.write(
                    address, request, loan.isPresent() ? loan.get() : TensorPlaces.NONE);
        } catch (RuntimeException unwritable) {
            loan.ifPresent(unused -> memory.back(unused, true)); // the child has not seen it
            throw unwritable;
        }
    }

    private InferenceResponse read(ModelInferResponse message, TensorSource elsewhere) {
        InferenceResponse response = reader.read(message, elsewhere);
        outputs.learn(response);
        return response;
    }

    private StreamMessages streamed(InferenceRequest request) {
        Optional<TensorLoan> loan = memory.lend(request, outputs.bytes(), ArenaLayout.STREAM_SLOTS);
        TensorSource source = loan.isPresent() ? loan.get() : SharedMemory.OFF;
        return new LentMessages(
                memory, loan, message(request, loan), answer -> read(answer, source));
    }

    private CompletionStage<?> introduce(TensorArena arena) {
        return ask(
                GRPCInferenceServiceGrpc.getSystemSharedMemoryRegisterMethod(),
                SystemSharedMemoryRegisterRequest.newBuilder()
                        .setName(ArenaLayout.REGION)
                        .setKey(arena.file().toString())
                        .setByteSize(arena.size())
                        .build(),
                INTRODUCTION);
    }

    /** Asks what the child does with memory whose calls are over, but not by its answer. */
    private void settle(Duration timeout) {
        List<Long> inDoubt = memory.inDoubt();
        if (!inDoubt.isEmpty()) {
            var unused =
                    ask(
                                    GRPCInferenceServiceGrpc.getSystemSharedMemoryStatusMethod(),
                                    SystemSharedMemoryStatusRequest.getDefaultInstance(),
                                    timeout)
                            .thenAccept(
                                    used -> memory.settle(inDoubt, used.getRegionsMap().keySet()));
        }
    }

    private void feel(@Nullable Throwable failure) {
        if (failure == null) {
            pulse.answered();
        } else if (PluginCall.causeOf(failure) instanceof ServingException known) {
            switch (known.code()) {
                case DEADLINE_EXCEEDED -> pulse.missed(System.nanoTime());
                case CANCELLED -> {} // says nothing of the child
                default -> pulse.answered();
            }
        }
    }

    @Override
    public ChildPulse pulse() {
        return pulse;
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return new ChildStream(
                () ->
                        channel.newCall(
                                GRPCInferenceServiceGrpc.getModelStreamInferMethod(),
                                CallDeadline.of(context)),
                headers(context),
                () -> streamed(request),
                context,
                pulse::answered,
                failures::of);
    }

    @Override
    public CompletionStage<ServerLiveResponse> live(Duration timeout) {
        settle(timeout);
        return ask(
                GRPCInferenceServiceGrpc.getServerLiveMethod(),
                ServerLiveRequest.getDefaultInstance(),
                timeout);
    }

    @Override
    public CompletableFuture<ModelMetadata> metadata(Duration timeout) {
        return ask(
                        GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                        ModelMetadataRequest.newBuilder()
                                .setName(address.name())
                                .setVersion(address.version())
                                .build(),
                        timeout)
                .thenApply(new ModelMetadataReader(Dialect.CHILD)::read);
    }

    private <Q, A> CompletableFuture<A> ask(
            MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return OneAnswer.<A>asItIs(failures::of)
                .ask(channel.newCall(method, options), ownHeaders(), request);
    }

    private Metadata ownHeaders() {
        Metadata headers = new Metadata();
        ChildSecret.write(secret, headers);
        return headers;
    }

    private Metadata headers(RequestContext context) {
        Metadata headers = ownHeaders();
        ForwardedHeaders.write(context.headers(), headers);
        CallPriority.write(context.priority(), headers);
        return headers;
    }

    /** Calls under way end as lost. */
    @Override
    public void close() {
        channel.shutdownNow();
        memory.close();
    }
}
