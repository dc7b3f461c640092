package com.example.telling;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.pf4j.Extension;

/** Has an endpoint whose answers come in parts. */
@Extension
public class TellingRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "telling";
    }

    @Override
    public Model create(ModelContext context) {
        return new Telling(context.settings().id().toString());
    }

    private record Telling(String name) implements Model {
        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            throw new ServingException(ErrorCode.UNIMPLEMENTED, "ask my endpoint");
        }

        @Override
        public List<ModelRoute> routes() {
            return List.of(
                    new ModelRoute(
                            "POST", "/v1/tell", ModelRoute.Purpose.OPENAI, this::tell));
        }

        /** The query says how many parts come, behind how many it fails, and of which type. */
        private CompletionStage<RouteResponse> tell(RouteRequest request, RequestContext call) {
            String[] words = request.query().split(",");
            if (words[0].equals("whole")) {
                return CompletableFuture.completedFuture(
                        RouteResponse.json("{\"name\":\"" + name + "\"}"));
            }
            int count = Integer.parseInt(words[0]);
            int failing = Integer.parseInt(words[1]);
            Map<String, String> headers = Map.of("Content-Type", words[2], "X-Name", name);
            return CompletableFuture.completedFuture(
                    RouteResponse.streamed(
                            201,
                            headers,
                            subscriber ->
                                    subscriber.onSubscribe(
                                            new Parts(subscriber, count, failing))));
        }
    }

    private static final class Parts implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final int count;
        private final int failing;
        private int next;
        private boolean over;

        Parts(Flow.Subscriber<? super ByteBuffer> subscriber, int count, int failing) {
            this.subscriber = subscriber;
            this.count = count;
            this.failing = failing;
        }

        @Override
        public void request(long wanted) {
            for (long i = 0; i < wanted && !over; i++) {
                if (next == failing) {
                    over = true;
                    subscriber.onError(
                            new ServingException(ErrorCode.UNAVAILABLE, "lost the thread"));
                } else if (next == count) {
                    over = true;
                    subscriber.onComplete();
                } else {
                    subscriber.onNext(StandardCharsets.UTF_8.encode("data: " + next++ + "\n\n"));
                }
            }
        }

        @Override
        public void cancel() {
            over = true;
            System.setProperty("telling.cancelled", String.valueOf(next));
        }
    }
}
