package io.bulkhead.host.runtime.process;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls of a model's own endpoints on their way to a child. V2 has no form for them: the bodies are
 * the messages, and what stands before a body in HTTP is one block of lines in the metadata.
 */
public final class RouteWire {
    /** The service of children alone. */
    public static final String SERVICE = "bulkhead.Child";

    /** A body there; a body back, or the parts of one. */
    public static final MethodDescriptor<ByteBuffer, ByteBuffer> CALL =
            MethodDescriptor.newBuilder(new Body(), new Body())
                    .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Call"))
                    .build();

    private static final Metadata.Key<byte[]> HEAD =
            Metadata.Key.of("bulkhead-route-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final Metadata.Key<String> PARTS =
            Metadata.Key.of("bulkhead-route-parts", Metadata.ASCII_STRING_MARSHALLER);

    private RouteWire() {}

    /**
     * What is called.
     *
     * @param model as calls name it
     */
    public record Target(ModelId model, String method, String path, String query) {}

    static void writeTarget(ModelId model, ModelRoute route, String query, Metadata metadata) {
        write(
                metadata,
                List.of(model.name(), model.version(), route.method(), route.path(), query));
    }

    /** What a call's metadata names. */
    public static Target readTarget(Metadata metadata) {
        List<String> lines = read(metadata);
        return new Target(
                new ModelId(lines.get(0), lines.get(1)), lines.get(2), lines.get(3), lines.get(4));
    }

    /** Puts status and headers there. */
    public static void writeHead(RouteResponse response, Metadata metadata) {
        StringBuilder block = new StringBuilder(Integer.toString(response.status()));
        response.headers()
                .forEach(
                        (name, value) -> block.append('\n').append(name).append(':').append(value));
        metadata.put(HEAD, block.toString().getBytes(StandardCharsets.UTF_8));
        if (response.parts().isPresent()) {
            metadata.put(PARTS, "1");
        }
    }

    /** Whether the messages are parts, not the whole body. */
    static boolean isInParts(Metadata metadata) {
        return metadata.containsKey(PARTS);
    }

    static RouteResponse response(Metadata metadata, ByteBuffer body) {
        List<String> lines = read(metadata);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1));
        }
        return new RouteResponse(Integer.parseInt(lines.get(0)), headers, body);
    }

    private static void write(Metadata metadata, List<String> lines) {
        metadata.put(HEAD, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(Metadata metadata) {
        byte[] block = metadata.get(HEAD);
        if (block == null) {
            throw new IllegalArgumentException("a call without " + HEAD.name());
        }
        return List.of(new String(block, StandardCharsets.UTF_8).split("\n", -1));
    }

    private static final class Body implements MethodDescriptor.Marshaller<ByteBuffer> {
        @Override
        public InputStream stream(ByteBuffer body) {
            ByteBuffer left = body.duplicate();
            if (left.hasArray()) {
                return new ByteArrayInputStream(
                        left.array(), left.arrayOffset() + left.position(), left.remaining());
            }
            byte[] copy = new byte[left.remaining()];
            left.get(copy);
            return new ByteArrayInputStream(copy);
        }

        @Override
        public ByteBuffer parse(InputStream stream) {
            try {
                return ByteBuffer.wrap(stream.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
