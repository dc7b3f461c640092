package com.example.needy;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import java.util.concurrent.CompletionStage;

/** What is needed. */
final class NeededModel implements Model {
    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        return InferenceResponse.completed(request.inputs().get(0));
    }

    @Override
    public ModelMetadata metadata() {
        return ModelMetadata.empty();
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.unlimited();
    }
}
