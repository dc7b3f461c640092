package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Sends gRPC steps with nothing but the protocol's descriptor set. */
final class GrpcClient implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 256 << 20;

    private final ProtoServices services;
    private final Duration timeout;
    private final ManagedChannel channel;

    GrpcClient(String target, ProtoServices services, Duration timeout) {
        this.services = services;
        this.timeout = timeout;
        this.channel =
                Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    GrpcAnswer call(JsonNode step) throws IOException {
        String service = step.path("service").asText("inference.GRPCInferenceService");
        var method = services.method(service, step.path("method").asText());
        Call call = new Call(method, metadata(step));
        return step.path("stream").asBoolean() ? call.stream(step) : call.unary(step);
    }

    private static Metadata metadata(JsonNode step) {
        Metadata metadata = new Metadata();
        Trees.fields(step.path("metadata"))
                .forEach((name, value) -> metadata.put(key(name), value.asText()));
        return metadata;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /** One call: what it sends, and the metadata that came back with its answer. */
    private final class Call {
        private final com.google.protobuf.Descriptors.MethodDescriptor method;
        private final AtomicReference<Metadata> initial = new AtomicReference<>();
        private final AtomicReference<Metadata> trailers = new AtomicReference<>();
        private final Channel intercepted;

        Call(com.google.protobuf.Descriptors.MethodDescriptor method, Metadata metadata) {
            this.method = method;
            this.intercepted =
                    ClientInterceptors.intercept(
                            channel,
                            MetadataUtils.newAttachHeadersInterceptor(metadata),
                            MetadataUtils.newCaptureMetadataInterceptor(initial, trailers));
        }

        GrpcAnswer unary(JsonNode step) throws IOException {
            DynamicMessage request = parse(step.path("request"));
            try {
                DynamicMessage response =
                        ClientCalls.blockingUnaryCall(
                                intercepted, descriptor(MethodType.UNARY), options(), request);
                return answer(Status.OK, Optional.of(ProtoTree.of(response)), Optional.empty());
            } catch (StatusRuntimeException e) {
                return answer(e.getStatus(), Optional.empty(), Optional.empty());
            }
        }

        GrpcAnswer stream(JsonNode step) throws IOException {
            List<DynamicMessage> requests = new ArrayList<>();
            for (JsonNode request : step.path("requests")) {
                requests.add(parse(request));
            }
            StreamCollector collector = new StreamCollector();
            var call = intercepted.newCall(descriptor(MethodType.BIDI_STREAMING), options());
            var sender = ClientCalls.asyncBidiStreamingCall(call, collector);
            requests.forEach(sender::onNext);
            sender.onCompleted();
            try {
                List<JsonNode> responses =
                        collector.await(timeout).stream()
                                .map(message -> (JsonNode) ProtoTree.of(message))
                                .toList();
                return answer(Status.OK, Optional.empty(), Optional.of(responses));
            } catch (StatusRuntimeException e) {
                return answer(e.getStatus(), Optional.empty(), Optional.empty());
            }
        }

        private GrpcAnswer answer(
                Status status, Optional<JsonNode> response, Optional<List<JsonNode>> responses) {
            String message = Optional.ofNullable(status.getDescription()).orElse("");
            return new GrpcAnswer(
                    status.getCode().name(),
                    message,
                    response,
                    responses,
                    texts(initial.get()),
                    texts(trailers.get()));
        }

        private CallOptions options() {
            return CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        private DynamicMessage parse(JsonNode json) throws IOException {
            DynamicMessage.Builder builder = DynamicMessage.newBuilder(method.getInputType());
            if (json.isObject()) {
                JsonFormat.parser().merge(PythonJson.write(json), builder);
            }
            return builder.build();
        }

        private MethodDescriptor<DynamicMessage, DynamicMessage> descriptor(MethodType type) {
            return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                    .setType(type)
                    .setFullMethodName(
                            MethodDescriptor.generateFullMethodName(
                                    method.getService().getFullName(), method.getName()))
                    .setRequestMarshaller(marshaller(method.getInputType()))
                    .setResponseMarshaller(marshaller(method.getOutputType()))
                    .build();
        }
    }

    private static MethodDescriptor.Marshaller<DynamicMessage> marshaller(Descriptor type) {
        return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
    }

    /** The entries that are text; of several with one name the last counts. */
    private static Map<String, String> texts(Metadata metadata) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (metadata == null) { // a call that failed on this side has none
            return texts;
        }
        for (String name : metadata.keys()) {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                texts.put(name, metadata.get(key(name)));
            }
        }
        return texts;
    }
}
