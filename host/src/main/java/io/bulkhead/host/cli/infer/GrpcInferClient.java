package io.bulkhead.host.cli.infer;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.codec.json.ParsedResponse;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestWriter;
import io.bulkhead.codec.proto.InferResponseReader;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import io.bulkhead.host.tls.ClientTls;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelReadyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Asks over gRPC, with raw contents. */
final class GrpcInferClient implements InferClient {
    private static final long CLOSE_SECONDS = 5;

    private final Endpoint endpoint;
    private final ManagedChannel channel;
    private final GRPCInferenceServiceBlockingStub stub;
    private final InferRequestWriter writer = new InferRequestWriter(Dialect.PUBLIC);
    private final InferResponseReader reader = new InferResponseReader(Dialect.PUBLIC);

    GrpcInferClient(Endpoint endpoint) throws SSLException {
        this.endpoint = endpoint;
        NettyChannelBuilder builder =
                NettyChannelBuilder.forTarget(endpoint.address())
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .disableRetry();
        if (endpoint.tls().isPresent()) {
            builder.sslContext(sslContext(endpoint.tls().get()).build());
        } else {
            builder.usePlaintext();
        }
        this.channel = builder.build();
        Metadata headers = new Metadata();
        endpoint.headers()
                .forEach((name, value) -> headers.put(key(name.toLowerCase(Locale.ROOT)), value));
        this.stub =
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static SslContextBuilder sslContext(ClientTls tls) {
        SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(tls.trust());
        tls.key().ifPresent(builder::keyManager);
        return builder;
    }

    @Override
    public void requireReady(ModelId model) throws InferFailure, InterruptedException {
        ModelReadyRequest request =
                ModelReadyRequest.newBuilder()
                        .setName(model.name())
                        .setVersion(model.version())
                        .build();
        if (!call(() -> timed().modelReady(request)).getReady()) {
            throw new InferFailure(Kind.TEMPORARY, "the model is not ready");
        }
    }

    @Override
    public ParsedResponse infer(ModelId model, InferenceRequest request)
            throws InferFailure, InterruptedException {
        try {
            ModelInferResponse answer =
                    call(() -> timed().modelInfer(writer.write(model, request)));
            return new ParsedResponse(
                    new ModelId(answer.getModelName(), answer.getModelVersion()),
                    answer.getId(),
                    reader.read(answer));
        } catch (ServingException e) {
            throw new InferFailure(Kind.REFUSED, e.reason(), e);
        }
    }

    private GRPCInferenceServiceBlockingStub timed() {
        return stub.withDeadlineAfter(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T call(Supplier<T> call) throws InferFailure, InterruptedException {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("gRPC call");
            }
            throw failure(e.getStatus(), e);
        }
    }

    private InferFailure failure(Status status, StatusRuntimeException e) {
        String words = status.getCode() + ": " + status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                    // The server's own refusal has no cause; a connection that fails has.
                    status.getCause() instanceof IOException
                            ? new InferFailure(
                                    Kind.UNREACHABLE,
                                    "no server answers at "
                                            + endpoint.address()
                                            + ": "
                                            + status.getDescription(),
                                    e)
                            : new InferFailure(Kind.TEMPORARY, words, e);
            case DEADLINE_EXCEEDED ->
                    new InferFailure(
                            Kind.TEMPORARY,
                            "no answer within " + endpoint.timeout().toSeconds() + " s",
                            e);
            case RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN ->
                    new InferFailure(Kind.TEMPORARY, words, e);
            default -> new InferFailure(Kind.REFUSED, words, e);
        };
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
