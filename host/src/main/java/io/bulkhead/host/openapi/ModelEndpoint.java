package io.bulkhead.host.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * An endpoint of a model's own, of which no more is known than where it is.
 *
 * @param path from the model's path on, which begins with a slash
 * @param methods of HTTP, in capitals
 * @param openAi whether it is of OpenAI's protocol
 */
public record ModelEndpoint(String path, List<String> methods, boolean openAi) {
    /** Copies the list. */
    public ModelEndpoint {
        methods = List.copyOf(methods);
    }

    /**
     * @param base what stands before the path
     */
    void addTo(ObjectNode paths, String base) {
        ObjectNode operations = paths.putObject(base + path);
        for (String method : methods) {
            ObjectNode operation = operations.putObject(method.toLowerCase(Locale.ROOT));
            if (openAi) {
                describeOpenAi(operation);
            } else {
                operation.put("summary", "An endpoint of the model's own");
            }
            operation.putObject("responses").putObject("200").put("description", "OK");
        }
    }

    private static void describeOpenAi(ObjectNode operation) {
        operation.put("summary", "An endpoint of OpenAI's protocol");
        operation.putArray("tags").add("openai");
        ObjectNode schema =
                operation
                        .putObject("requestBody")
                        .put("required", true)
                        .putObject("content")
                        .putObject("application/json")
                        .putObject("schema");
        schema.put("type", "object");
        schema.putObject("properties").putObject("model").put("type", "string");
    }
}
