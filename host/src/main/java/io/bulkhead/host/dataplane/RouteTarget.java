package io.bulkhead.host.dataplane;

import java.util.List;

/**
 * A path that is an endpoint of a model's own.
 *
 * @param model its name; empty if the body of a request says it
 * @param version empty for the default
 * @param path from the model's path on
 * @param methods of HTTP that are taken there, at least one
 * @param openAi whether it is of OpenAI's protocol
 */
public record RouteTarget(
        String model, String version, String path, List<String> methods, boolean openAi) {
    /** Copies the list. */
    public RouteTarget {
        methods = List.copyOf(methods);
    }
}
