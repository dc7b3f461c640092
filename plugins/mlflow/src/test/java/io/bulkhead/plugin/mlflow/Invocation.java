package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.mlflow.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Calls a model's endpoints as the server does. */
record Invocation(Model model) {
    RouteResponse call(String method, String path, String contentType, String body) {
        ModelRoute route =
                model.routes().stream()
                        .filter(r -> r.path().equals(path) && r.method().equals(method))
                        .findFirst()
                        .orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        RequestContext context =
                RequestContext.background(Map.of("content-type", List.of(contentType)));
        try {
            return route.handler()
                    .handle(new RouteRequest("", bytes), context)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw (ServingException) e.getCause();
        }
    }

    /** What {@code /invocations} answers, as JSON's plain values. */
    Object invoke(String contentType, String body) throws IOException {
        RouteResponse response = call("POST", "/invocations", contentType, body);
        Object answer = JsonText.parse(StandardCharsets.UTF_8.decode(response.body()).toString());
        if (answer == null) {
            throw new IOException("no answer");
        }
        return answer;
    }

    Object invoke(String body) throws IOException {
        return invoke("application/json", body);
    }
}
