package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.JsonReader;
import io.bulkhead.plugin.huggingface.json.MalformedJsonException;
import io.bulkhead.plugin.huggingface.json.PythonJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Bodies of requests and answers. */
final class OpenAiBody {
    private OpenAiBody() {}

    /**
     * A request's members.
     *
     * @param endpoint what to call it in messages
     * @param known the names of all members that it may have
     * @throws ServingException {@code INVALID_ARGUMENT} if it is no object, or has others
     */
    static Arguments read(RouteRequest request, String endpoint, Set<String> known) {
        String text = StandardCharsets.UTF_8.decode(request.body().duplicate()).toString();
        try {
            if (JsonReader.read(text) instanceof Map<?, ?> map) {
                return Arguments.of(endpoint, members(map, endpoint, known));
            }
        } catch (MalformedJsonException e) {
            throw ServingException.invalidArgument("the body " + e.getMessage());
        }
        throw ServingException.invalidArgument("the body must be a JSON object");
    }

    private static Map<String, Object> members(Map<?, ?> body, String endpoint, Set<String> known) {
        Map<String, Object> members = new LinkedHashMap<>();
        body.forEach(
                (key, value) -> {
                    String name = String.valueOf(key);
                    if (value == JsonNull.NULL) {
                        return;
                    }
                    if (!known.contains(name)) {
                        throw ServingException.invalidArgument(
                                endpoint
                                        + ": unrecognized request argument '"
                                        + name
                                        + "', only "
                                        + String.join(", ", new TreeSet<>(known)));
                    }
                    members.put(name, value);
                });
        return members;
    }

    static RouteResponse answer(Map<String, Object> body) {
        return RouteResponse.json(200, bytes(body, "", ""));
    }

    /** A server-sent event. */
    static ByteBuffer event(Object body) {
        return body instanceof String text
                ? StandardCharsets.UTF_8.encode("data: " + text + "\n\n")
                : bytes(body, "data: ", "\n\n");
    }

    private static ByteBuffer bytes(Object body, String before, String behind) {
        return StandardCharsets.UTF_8.encode(
                before + PythonJson.write(body, PythonJson.Style.SHORT) + behind);
    }
}
