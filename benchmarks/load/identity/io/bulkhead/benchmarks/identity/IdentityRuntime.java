package io.bulkhead.benchmarks.identity;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Answers the tensors that it is asked with: what is left is the server's own work. */
@Extension
public final class IdentityRuntime implements RuntimeFactory {
    @Override
    public String name() {
        return "identity";
    }

    @Override
    public Model create(ModelContext context) {
        return new Identity();
    }

    private static final class Identity implements Model {
        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext context) {
            return CompletableFuture.completedFuture(InferenceResponse.of(request.inputs()));
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.computeOnly();
        }
    }
}
