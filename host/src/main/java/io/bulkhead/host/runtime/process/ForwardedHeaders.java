package io.bulkhead.host.runtime.process;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client's headers on their way to a child, as one block of {@code name: value} lines. Under
 * names of their own they would meet those that gRPC needs for itself.
 */
public final class ForwardedHeaders {
    private static final Metadata.Key<byte[]> KEY =
            Metadata.Key.of("bulkhead-headers-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private ForwardedHeaders() {}

    static void write(Map<String, List<String>> headers, Metadata metadata) {
        if (headers.isEmpty()) {
            return;
        }
        StringBuilder block = new StringBuilder();
        headers.forEach(
                (name, values) ->
                        values.forEach(
                                value ->
                                        block.append(name)
                                                .append(':')
                                                .append(value.replace('\n', ' '))
                                                .append('\n')));
        metadata.put(KEY, block.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The client's headers; none if there are none. */
    public static Map<String, List<String>> read(Metadata metadata) {
        byte[] block = metadata.get(KEY);
        if (block == null) {
            return Map.of();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : new String(block, StandardCharsets.UTF_8).split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
                        .add(line.substring(colon + 1));
            }
        }
        return headers;
    }
}
