package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.client.ClientException;
import io.bulkhead.client.ClientOptions;
import io.bulkhead.client.GrpcClient;
import io.bulkhead.client.InferenceClient;
import io.bulkhead.client.Reply;
import io.bulkhead.client.RestClient;
import io.bulkhead.client.RetryPolicy;
import io.bulkhead.codec.json.ParsedResponse;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import io.bulkhead.host.tls.ClientTls;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** Asks a server; each question once, as the batch counts its attempts itself. */
final class ServerInferClient implements InferClient {
    private final InferenceClient client;

    private ServerInferClient(InferenceClient client) {
        this.client = client;
    }

    /** Over REST. */
    static ServerInferClient rest(Endpoint endpoint) {
        String scheme = endpoint.tls().isPresent() ? "https://" : "http://";
        return new ServerInferClient(
                RestClient.to(URI.create(scheme + endpoint.address()), options(endpoint)));
    }

    /** Over gRPC. */
    static ServerInferClient grpc(Endpoint endpoint) {
        return new ServerInferClient(GrpcClient.to(endpoint.address(), options(endpoint)));
    }

    private static ClientOptions options(Endpoint endpoint) {
        ClientOptions options =
                ClientOptions.standard()
                        .withDeadline(endpoint.timeout())
                        .withConnectTimeout(endpoint.timeout())
                        .withRetries(RetryPolicy.NONE)
                        .withBinaryTensors(endpoint.binary());
        for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
            options = options.withHeader(header.getKey(), header.getValue());
        }
        return endpoint.tls().map(ClientTls::context).map(options::withTls).orElse(options);
    }

    @Override
    public void requireReady(ModelId model) throws InferFailure, InterruptedException {
        ask(
                () -> {
                    client.requireReady(model);
                    return model;
                });
    }

    @Override
    public ParsedResponse infer(ModelId model, InferenceRequest request)
            throws InferFailure, InterruptedException {
        Reply reply = ask(() -> client.infer(model, request));
        return new ParsedResponse(reply.model(), reply.id(), reply.response());
    }

    private static <T> T ask(Supplier<T> question) throws InferFailure, InterruptedException {
        try {
            return question.get();
        } catch (ClientException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.reason());
            }
            throw new InferFailure(kind(e.kind()), e.reason(), e);
        }
    }

    private static Kind kind(ClientException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> Kind.UNREACHABLE;
            case TEMPORARY, BROKEN, DEADLINE_EXCEEDED -> Kind.TEMPORARY;
            case REFUSED, CANCELLED -> Kind.REFUSED;
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
