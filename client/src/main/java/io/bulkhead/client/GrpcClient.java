package io.bulkhead.client;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.client.ClientException.Kind;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestWriter;
import io.bulkhead.codec.proto.InferResponseReader;
import io.bulkhead.codec.proto.ModelMetadataReader;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelMetadataRequest;
import io.bulkhead.protocol.ModelMetadataResponse;
import io.bulkhead.protocol.ModelReadyRequest;
import io.bulkhead.protocol.RepositoryIndexRequest;
import io.bulkhead.protocol.RepositoryIndexResponse.ModelIndex;
import io.bulkhead.protocol.RepositoryModelLoadRequest;
import io.bulkhead.protocol.RepositoryModelUnloadRequest;
import io.bulkhead.protocol.ServerLiveRequest;
import io.bulkhead.protocol.ServerMetadataRequest;
import io.bulkhead.protocol.ServerMetadataResponse;
import io.bulkhead.protocol.ServerReadyRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Asks over gRPC, with raw contents. See {@link InferenceClient}. */
public final class GrpcClient implements InferenceClient {
    private static final long CLOSE_SECONDS = 5;

    private final ClientOptions options;
    private final ExecutorService executor = CallThreads.named("inference-client-grpc-");
    private final ManagedChannel channel;
    private final GrpcFailures failures;
    private final InferRequestWriter writer = new InferRequestWriter(Dialect.PUBLIC);
    private final InferResponseReader reader = new InferResponseReader(Dialect.PUBLIC);
    private final ModelMetadataReader metadataReader = new ModelMetadataReader(Dialect.PUBLIC);

    private GrpcClient(String target, ClientOptions options) {
        this.options = options;
        this.failures = new GrpcFailures(target, options.deadline());
        NettyChannelBuilder builder =
                NettyChannelBuilder.forTarget(target)
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .executor(executor)
                        .disableRetry();
        if (options.tls().isPresent()) {
            builder.sslContext(http2(options.tls().get()));
        } else {
            builder.usePlaintext();
        }
        this.channel = builder.build();
    }

    private static JdkSslContext http2(SSLContext context) {
        ApplicationProtocolConfig protocol =
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        "h2");
        return new JdkSslContext(
                context,
                true,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                protocol,
                ClientAuth.NONE,
                null,
                false);
    }

    /** With {@link ClientOptions#standard}; see {@link #to(String, ClientOptions)}. */
    public static GrpcClient to(String target) {
        return to(target, ClientOptions.standard());
    }

    /**
     * A client of this server. Nothing is sent yet.
     *
     * @param target {@code host:port}, or another name that gRPC resolves
     */
    public static GrpcClient to(String target, ClientOptions options) {
        return new GrpcClient(target, options);
    }

    @Override
    public CompletableFuture<Reply> inferAsync(ModelId model, InferenceRequest request) {
        return Attempts.of(
                options,
                executor,
                left ->
                        reply(
                                call(
                                        GRPCInferenceServiceGrpc.getModelInferMethod(),
                                        writer.write(model, request),
                                        left)));
    }

    /** What is made of a future does not cancel it. */
    private CompletableFuture<Reply> reply(CompletableFuture<ModelInferResponse> call) {
        CompletableFuture<Reply> reply = call.thenApply(this::reply);
        var unused =
                reply.whenComplete(
                        (value, failure) -> {
                            if (reply.isCancelled()) {
                                call.cancel(true);
                            }
                        });
        return reply;
    }

    @Override
    public ReplyStream inferStream(ModelId model, InferenceRequest request) {
        ClientCall<io.bulkhead.protocol.ModelInferRequest, ModelInferResponse> call =
                channel.newCall(
                        GRPCInferenceServiceGrpc.getModelStreamInferMethod(),
                        within(options.deadline()));
        return new MessageReplies(
                call, headers(), writer.write(model, request), this::reply, failures);
    }

    private Reply reply(ModelInferResponse answer) {
        try {
            return new Reply(
                    new ModelId(answer.getModelName(), answer.getModelVersion()),
                    answer.getId(),
                    reader.read(answer));
        } catch (ServingException e) {
            throw new ClientException(Kind.REFUSED, "the answer cannot be read: " + e.reason(), e);
        }
    }

    @Override
    public boolean isLive() {
        return Health.isSo(
                () ->
                        ask(
                                        GRPCInferenceServiceGrpc.getServerLiveMethod(),
                                        ServerLiveRequest.getDefaultInstance())
                                .getLive());
    }

    @Override
    public boolean isReady() {
        return Health.isSo(
                () ->
                        ask(
                                        GRPCInferenceServiceGrpc.getServerReadyMethod(),
                                        ServerReadyRequest.getDefaultInstance())
                                .getReady());
    }

    @Override
    public void requireReady(ModelId model) {
        ModelReadyRequest request =
                ModelReadyRequest.newBuilder()
                        .setName(model.name())
                        .setVersion(model.version())
                        .build();
        if (!ask(GRPCInferenceServiceGrpc.getModelReadyMethod(), request).getReady()) {
            throw new ClientException(Kind.TEMPORARY, "the model is not ready");
        }
    }

    @Override
    public ServerDescription server() {
        ServerMetadataResponse answer =
                ask(
                        GRPCInferenceServiceGrpc.getServerMetadataMethod(),
                        ServerMetadataRequest.getDefaultInstance());
        return new ServerDescription(
                answer.getName(), answer.getVersion(), answer.getExtensionsList());
    }

    @Override
    public ModelDescription model(ModelId model) {
        ModelMetadataResponse answer =
                ask(
                        GRPCInferenceServiceGrpc.getModelMetadataMethod(),
                        ModelMetadataRequest.newBuilder()
                                .setName(model.name())
                                .setVersion(model.version())
                                .build());
        return new ModelDescription(
                answer.getName(), answer.getVersionsList(), metadataReader.read(answer));
    }

    @Override
    public List<IndexEntry> index() {
        return ask(
                        GRPCInferenceServiceGrpc.getRepositoryIndexMethod(),
                        RepositoryIndexRequest.getDefaultInstance())
                .getModelsList()
                .stream()
                .map(GrpcClient::entry)
                .toList();
    }

    private static IndexEntry entry(ModelIndex model) {
        return new IndexEntry(
                model.getName(), model.getVersion(), model.getState(), model.getReason());
    }

    @Override
    public void load(String model) {
        ask(
                GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(),
                RepositoryModelLoadRequest.newBuilder().setModelName(model).build());
    }

    @Override
    public void unload(String model) {
        ask(
                GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(),
                RepositoryModelUnloadRequest.newBuilder().setModelName(model).build());
    }

    private <Q, A> A ask(MethodDescriptor<Q, A> method, Q request) {
        return Waiting.on(Attempts.of(options, executor, left -> call(method, request, left)));
    }

    private <Q, A> CompletableFuture<A> call(
            MethodDescriptor<Q, A> method, Q request, Duration left) {
        ClientCall<Q, A> call = channel.newCall(method, within(left));
        OneMessage<A> listener = new OneMessage<>(failures);
        call.start(listener, headers());
        call.request(2); // a second message would be a fault, which is seen only if asked for
        call.sendMessage(request);
        call.halfClose();
        CompletableFuture<A> answer = listener.answer();
        var unused =
                answer.whenComplete(
                        (value, failure) -> {
                            if (answer.isCancelled()) {
                                call.cancel("the caller gave up", null);
                            }
                        });
        return answer;
    }

    private static CallOptions within(Duration time) {
        return CallOptions.DEFAULT.withDeadlineAfter(
                Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        options.headers()
                .forEach(
                        (name, value) ->
                                headers.put(
                                        Metadata.Key.of(
                                                name.toLowerCase(Locale.ROOT),
                                                Metadata.ASCII_STRING_MARSHALLER),
                                        value));
        return headers;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }
}
