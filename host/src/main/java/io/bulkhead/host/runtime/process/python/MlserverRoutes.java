package io.bulkhead.host.runtime.process.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.route.ModelRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints that a model adds to its MLServer: its custom handlers. */
final class MlserverRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(MlserverRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private MlserverRoutes() {}

    /** Out of the server's OpenAPI document: all that is not MLServer's own. */
    static List<ModelRoute> of(String model, byte[] openApi) {
        List<ModelRoute> routes = new ArrayList<>();
        try {
            for (Map.Entry<String, JsonNode> path :
                    JSON.readTree(openApi).path("paths").properties()) {
                if (!isMlservers(path.getKey())) {
                    path.getValue()
                            .fieldNames()
                            .forEachRemaining(method -> add(model, method, path.getKey(), routes));
                }
            }
        } catch (IOException e) {
            LOG.warn("Model {}: its own endpoints cannot be told: {}", model, e.getMessage());
        }
        return routes;
    }

    private static boolean isMlservers(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }

    private static void add(String model, String method, String path, List<ModelRoute> routes) {
        if (!METHODS.contains(method)) {
            return;
        }
        try {
            routes.add(
                    new ModelRoute(
                            method.toUpperCase(Locale.ROOT),
                            path,
                            method.equals("post")
                                    ? ModelRoute.Purpose.INFERENCE
                                    : ModelRoute.Purpose.MODEL,
                            (request, context) ->
                                    CompletableFuture.failedFuture(
                                            new ServingException(
                                                    ErrorCode.INTERNAL, "asked in its process"))));
        } catch (IllegalArgumentException e) {
            LOG.warn("Model {}: its endpoint {} is not offered: {}", model, path, e.getMessage());
        }
    }
}
