package io.bulkhead.host.grpc;

import io.grpc.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A call's metadata as headers, built when first asked for; what is gRPC's own is left out. */
final class CallHeaders implements Supplier<Map<String, List<String>>> {
    private final Metadata metadata;
    private volatile @Nullable Map<String, List<String>> headers;

    CallHeaders(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public Map<String, List<String>> get() {
        Map<String, List<String>> known = headers;
        if (known == null) {
            known = build();
            headers = known;
        }
        return known;
    }

    private Map<String, List<String>> build() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String name : metadata.keys()) {
            if (isClients(name)) {
                all.put(name, values(name));
            }
        }
        return Map.copyOf(all);
    }

    private static boolean isClients(String name) {
        return !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && !name.startsWith("grpc-")
                && !name.equals("te");
    }

    private List<String> values(String name) {
        Iterable<String> values =
                metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return values == null
                ? List.of()
                : StreamSupport.stream(values.spliterator(), false).toList();
    }
}
