package io.bulkhead.benchmarks;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.concurrent.CompletionStage;

/** Adds up four numbers: as little as a model can do. */
public final class AddingRuntime implements RuntimeFactory, Model {
    static final String NAME = "adding";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model create(ModelContext context) {
        return this;
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        float sum = 0;
        for (float number : request.inputs().get(0).toFloats()) {
            sum += number;
        }
        return InferenceResponse.completed(Tensor.of("sum", Shape.of(1), new float[] {sum}));
    }
}
