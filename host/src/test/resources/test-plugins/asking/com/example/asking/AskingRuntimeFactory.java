package com.example.asking;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.Outline;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Has another runtime do the work, and endpoints of its own. */
@Extension
public class AskingRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "asking";
    }

    @Override
    public Outline outline(ModelSettings settings, Path artifact) {
        return new Outline(List.of("doubles twice"), List.of(asked(settings)));
    }

    private static String asked(ModelSettings settings) {
        return settings.extra().getString("asks").orElse("doubling");
    }

    @Override
    public Model create(ModelContext context) {
        Model delegate =
                context.delegate(
                        new DelegateSettings(
                                asked(context.settings()),
                                context.artifact(),
                                Parameters.of("more", 0.5)));
        return new Asking(context.settings(), delegate);
    }

    private record Asking(ModelSettings settings, Model delegate) implements Model {
        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            return delegate.predict(request, call);
        }

        @Override
        public List<ModelRoute> routes() {
            return List.of(
                    new ModelRoute(
                            "POST",
                            settings.extra().getString("path").orElse("/double"),
                            ModelRoute.Purpose.INFERENCE,
                            this::twice),
                    new ModelRoute("GET", "/who", ModelRoute.Purpose.MODEL, this::who),
                    new ModelRoute("GET", "/hello", ModelRoute.Purpose.RUNTIME, this::hello));
        }

        private CompletionStage<RouteResponse> twice(RouteRequest request, RequestContext call) {
            String text = StandardCharsets.UTF_8.decode(request.body().duplicate()).toString();
            double[] value = {Double.parseDouble(text.trim())};
            return delegate.predict(InferenceRequest.of(Tensor.of("x", Shape.of(1), value)), call)
                    .thenApply(
                            answer ->
                                    RouteResponse.json(
                                            "["
                                                    + answer.outputs().get(0).toDoubles()[0]
                                                    + ",\""
                                                    + answer.outputs().get(0).shape()
                                                    + "\"]"));
        }

        private CompletionStage<RouteResponse> who(RouteRequest request, RequestContext call) {
            return CompletableFuture.completedFuture(
                    new RouteResponse(
                            202,
                            Map.of("X-Who", settings.id().toString(), "Content-Type", "text/plain"),
                            StandardCharsets.UTF_8.encode(request.query())));
        }

        private CompletionStage<RouteResponse> hello(RouteRequest request, RequestContext call) {
            return CompletableFuture.completedFuture(RouteResponse.json("\"hello\""));
        }
    }
}
