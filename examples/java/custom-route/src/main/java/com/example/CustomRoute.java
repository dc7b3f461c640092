package com.example;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.api.typed.ModelHooks;
import io.bulkhead.api.typed.Predict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An endpoint beside the protocol's: MLServer's {@code custom_handler}. */
public final class CustomRoute implements ModelHooks {
    @Predict
    int length(String text) {
        return text.length();
    }

    @Override
    public List<ModelRoute> routes() {
        return List.of(
                new ModelRoute(
                        "POST", "/my-custom-endpoint", ModelRoute.Purpose.INFERENCE, this::answer));
    }

    private CompletionStage<RouteResponse> answer(RouteRequest request, RequestContext call) {
        String text = StandardCharsets.UTF_8.decode(request.body().slice()).toString();
        return CompletableFuture.completedFuture(
                RouteResponse.json("{\"length\": " + length(text) + "}"));
    }
}
