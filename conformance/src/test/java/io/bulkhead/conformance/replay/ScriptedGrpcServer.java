package io.bulkhead.conformance.replay;

import com.google.protobuf.Message;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Answers any call with the reply whose number stands in the call's metadata. */
final class ScriptedGrpcServer implements AutoCloseable {
    /** The metadata that holds the number. */
    static final String NUMBER = "reply-number";

    private static final Metadata.Key<String> NUMBER_KEY = key(NUMBER);

    private final Server server;

    /** One reply: the messages of a stream or of a unary call, then the status. */
    record Reply(Status status, List<Message> messages, Map<String, String> trailers) {}

    ScriptedGrpcServer(List<Reply> replies) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                NettyServerBuilder.forAddress(address)
                        .fallbackHandlerRegistry(new AnyMethod(replies))
                        .build()
                        .start();
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static final class AnyMethod extends HandlerRegistry {
        private final List<Reply> replies;

        AnyMethod(List<Reply> replies) {
            this.replies = replies;
        }

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            var method =
                    MethodDescriptor.<byte[], byte[]>newBuilder()
                            .setType(MethodType.BIDI_STREAMING) // what a unary call is on the wire
                            .setFullMethodName(name)
                            .setRequestMarshaller(new Bytes())
                            .setResponseMarshaller(new Bytes())
                            .build();
            return ServerMethodDefinition.create(
                    method,
                    (call, metadata) -> {
                        int number = Integer.parseInt(metadata.get(NUMBER_KEY));
                        return new Answering(call, replies.get(number));
                    });
        }
    }

    /** Answers when the caller has said all. */
    private static final class Answering extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final Reply reply;

        Answering(ServerCall<byte[], byte[]> call, Reply reply) {
            this.call = call;
            this.reply = reply;
            call.request(Integer.MAX_VALUE);
        }

        @Override
        public void onHalfClose() {
            call.sendHeaders(new Metadata());
            reply.messages().forEach(message -> call.sendMessage(message.toByteArray()));
            Metadata trailers = new Metadata();
            reply.trailers().forEach((name, value) -> trailers.put(key(name), value));
            call.close(reply.status(), trailers);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
