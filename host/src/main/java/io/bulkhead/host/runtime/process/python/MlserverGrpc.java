package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestWriter;
import io.bulkhead.codec.proto.InferResponseReader;
import io.bulkhead.codec.proto.ModelMetadataReader;
import io.bulkhead.host.runtime.process.CallDeadline;
import io.bulkhead.host.runtime.process.ChildStream;
import io.bulkhead.host.runtime.process.LostCallException;
import io.bulkhead.host.runtime.process.OneAnswer;
import io.bulkhead.host.runtime.process.StreamMessages;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelMetadataRequest;
import io.bulkhead.protocol.ServerLiveRequest;
import io.bulkhead.protocol.ServerLiveResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Calls to one MLServer over gRPC, tensors as raw contents. */
final class MlserverGrpc implements AutoCloseable {
    private static final int FLOW_CONTROL_WINDOW = 8 << 20;

    private final ModelId model;
    private final ManagedChannel channel;
    private final InferRequestWriter writer = new InferRequestWriter(Dialect.PUBLIC);
    private final InferResponseReader reader = new InferResponseReader(Dialect.PUBLIC);

    MlserverGrpc(ModelId model, MlserverPorts ports, EventLoopGroup sockets) {
        this.model = model;
        this.channel =
                NettyChannelBuilder.forAddress(MlserverPorts.address(ports.grpc()))
                        .channelType(NioSocketChannel.class, InetSocketAddress.class)
                        .eventLoopGroup(sockets)
                        .usePlaintext()
                        .directExecutor()
                        .disableRetry()
                        .proxyDetector(address -> null)
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .flowControlWindow(FLOW_CONTROL_WINDOW)
                        .build();
    }

    CompletableFuture<InferenceResponse> predict(InferenceRequest request, RequestContext context) {
        ClientCall<ModelInferRequest, ModelInferResponse> call =
                channel.newCall(
                        GRPCInferenceServiceGrpc.getModelInferMethod(), CallDeadline.of(context));
        OneAnswer<ModelInferResponse, ModelInferResponse> answer =
                OneAnswer.asItIs(MlserverGrpc::failure);
        CompletableFuture<ModelInferResponse> message =
                answer.ask(call, headers(context), writer.write(model, request));
        context.onCancel(() -> call.cancel("the client is gone", null));
        return message.thenApply(received -> read(received, answer.trailers()));
    }

    private InferenceResponse read(ModelInferResponse message, Metadata trailers) {
        InferenceResponse response;
        try {
            response = reader.read(message);
        } catch (ServingException e) {
            throw TensorJson.unreadable(e);
        }
        Map<String, Object> headers = headers(trailers);
        return headers.isEmpty()
                ? response
                : new InferenceResponse(
                        response.outputs(),
                        response.parameters().with(Parameters.HEADERS, headers));
    }

    private static Map<String, Object> headers(Metadata trailers) {
        Map<String, Object> headers = new HashMap<>();
        for (String name : trailers.keys()) {
            boolean grpcs = name.startsWith("grpc-") || name.equals("content-type");
            if (!grpcs && !name.startsWith("ce-") && !name.endsWith("-bin")) {
                String value =
                        trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (value != null) {
                    headers.put(name, value);
                }
            }
        }
        return headers;
    }

    Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return new ChildStream(
                () ->
                        channel.newCall(
                                GRPCInferenceServiceGrpc.getModelStreamInferMethod(),
                                CallDeadline.of(context)),
                headers(context),
                () -> StreamMessages.inFull(writer.write(model, request), reader),
                context,
                () -> {}, // its heart is asked for apart
                MlserverGrpc::failure);
    }

    CompletableFuture<ModelMetadata> metadata(Duration timeout) {
        return ask(
                        GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                        ModelMetadataRequest.newBuilder()
                                .setName(model.name())
                                .setVersion(model.version())
                                .build(),
                        timeout)
                .thenApply(new ModelMetadataReader(Dialect.PUBLIC)::read);
    }

    CompletableFuture<ServerLiveResponse> live(Duration timeout) {
        return ask(
                GRPCInferenceServiceGrpc.getServerLiveMethod(),
                ServerLiveRequest.getDefaultInstance(),
                timeout);
    }

    private <Q, A> CompletableFuture<A> ask(
            MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        CallOptions options =
                CallOptions.DEFAULT
                        .withWaitForReady()
                        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return OneAnswer.<A>asItIs(MlserverGrpc::failure)
                .ask(channel.newCall(method, options), new Metadata(), request);
    }

    /** The client's own metadata, but for what gRPC needs for itself. */
    private static Metadata headers(RequestContext context) {
        Metadata metadata = new Metadata();
        context.headers()
                .forEach(
                        (name, values) -> {
                            boolean grpcs =
                                    name.equals("content-type") || name.equals("user-agent");
                            if (!grpcs && name.matches("[0-9a-z_.-]+") && !name.endsWith("-bin")) {
                                values.forEach(
                                        value ->
                                                metadata.put(
                                                        Metadata.Key.of(
                                                                name,
                                                                Metadata.ASCII_STRING_MARSHALLER),
                                                        value));
                            }
                        });
        return metadata;
    }

    private static RuntimeException failure(Status status, Metadata trailers) {
        StatusRuntimeException cause = status.asRuntimeException(trailers);
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                    new ServingException(
                            ErrorCode.DEADLINE_EXCEEDED,
                            "the deadline passed before the model had answered",
                            cause);
            case CANCELLED ->
                    new ServingException(ErrorCode.CANCELLED, "the client is gone", cause);
            case UNAVAILABLE -> new LostCallException(cause);
            default ->
                    status.getCause() == null
                            ? MlserverErrors.ofGrpc(status, cause)
                            : new LostCallException(cause);
        };
    }

    /** Calls under way end as lost. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
