package io.bulkhead.host.controlplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.route.ModelRoute;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which endpoints a model may have: none that the server has, and none twice. */
final class RouteRules {
    /** What lies under a model's path already. */
    private static final Set<String> RESERVED =
            Set.of(
                    "config",
                    "docs",
                    "generate",
                    "generate_stream",
                    "infer",
                    "infer_stream",
                    "ready",
                    "stats",
                    "v2",
                    "versions");

    private RouteRules() {}

    /**
     * @throws ServingException {@code MODEL_LOAD_FAILED} for an endpoint that cannot be offered
     */
    static void check(List<ModelRoute> routes) {
        Set<String> seen = new HashSet<>();
        for (ModelRoute route : routes) {
            String path = route.path();
            int end = path.indexOf('/', 1);
            if (RESERVED.contains(path.substring(1, end < 0 ? path.length() : end))) {
                throw refused(route, "which belongs to the server");
            }
            if (!seen.add(route.method() + " " + path)) {
                throw refused(route, "twice");
            }
        }
    }

    private static ServingException refused(ModelRoute route, String why) {
        return ServingException.loadFailed(
                "the model offers an endpoint " + route.method() + " " + route.path() + ", " + why,
                null);
    }
}
