package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The headers that a model gives its answer in {@code parameters.headers}, as MLServer's runtimes
 * do. What a wire could not carry, or needs for itself, is left out, and the log says so once.
 * Thread-safe.
 */
public final class AnswerHeaders {
    /**
     * The longest id, in characters of a header, that headers repeat: clients' buffers, and HTTP's
     * own, take no headers of any length. The body has every id.
     */
    public static final int MAX_ID_LENGTH = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AnswerHeaders.class);

    /** What both wires can have in a name. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]{1,128}");

    /** Clients of gRPC take 8 KiB of metadata, and the server needs some for itself. */
    private static final int MAX_CHARACTERS = 4096;

    /** Three bytes of UTF-8, each as {@code %XX}. */
    private static final int ENCODED_LENGTH = 9;

    private static final int MAX_NOTED = 100;

    /** Those that say how the message is laid out, or who may see it. */
    private static final Set<String> OF_THE_WIRE =
            Set.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "host",
                    "inference-header-content-length",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final List<String> PREFIXES_OF_THE_WIRE =
            List.of("access-control-", "bulkhead-", "ce-", "grpc-", "proxy-");

    private final Set<String> noted = ConcurrentHashMap.newKeySet();

    /**
     * The headers of this response.
     *
     * @return names in lower case with their values, which may hold any character
     */
    public Map<String, List<String>> of(ModelId model, InferenceResponse response) {
        Parameters given = response.parameters().getParameters(Parameters.HEADERS);
        if (given.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        int left = MAX_CHARACTERS;
        for (Map.Entry<String, Object> header : given.asMap().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            List<String> values = values(header.getValue());
            int length = length(name, values);
            if (values.isEmpty() || !mayBeSet(name) || length > left) {
                note(model, name);
            } else {
                headers.put(name, values);
                left -= length;
            }
        }
        return headers;
    }

    /** The response as its body shows it. */
    public static InferenceResponse withoutHeaders(InferenceResponse response) {
        return areIn(response)
                ? new InferenceResponse(
                        response.outputs(), response.parameters().without(Parameters.HEADERS))
                : response;
    }

    /** Whether the model gives its answer any; most do not. */
    public static boolean areIn(InferenceResponse response) {
        return !response.parameters().isEmpty()
                && response.parameters().asMap().containsKey(Parameters.HEADERS);
    }

    private static boolean mayBeSet(String name) {
        return NAME.matcher(name).matches()
                && !name.endsWith("-bin") // of bytes, in gRPC
                && !OF_THE_WIRE.contains(name)
                && PREFIXES_OF_THE_WIRE.stream().noneMatch(name::startsWith);
    }

    private static List<String> values(Object value) {
        if (value instanceof List<?> list) {
            List<String> values = new ArrayList<>(list.size());
            list.forEach(element -> values.addAll(element == null ? List.of() : values(element)));
            return values;
        }
        return value instanceof Map ? List.of() : List.of(String.valueOf(value));
    }

    private static int length(String name, List<String> values) {
        return values.stream().mapToInt(value -> name.length() + length(value)).sum();
    }

    /** At most, if it has to be percent-encoded. */
    private static int length(String value) {
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        int length = Math.min(value.length(), MAX_CHARACTERS);
        return plain ? length : length * ENCODED_LENGTH;
    }

    private void note(ModelId model, String name) {
        if (noted.size() < MAX_NOTED && noted.add(model + " " + name)) {
            LOG.warn(
                    "Model {}: header '{}' of its answer is left out: it belongs to the server, has"
                            + " no value, or is one too many",
                    model,
                    name.replaceAll("\\p{Cntrl}", "?"));
        }
    }
}
