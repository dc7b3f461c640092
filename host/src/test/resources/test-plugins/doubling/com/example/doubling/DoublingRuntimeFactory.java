package com.example.doubling;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Tensor;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Doubles a vector, through the codecs, and adds what its settings say. */
@Extension
public class DoublingRuntimeFactory implements RuntimeFactory {
    /** Of each loader its own. */
    private static int calls;

    @Override
    public String name() {
        return "doubling";
    }

    @Override
    public Model create(ModelContext context) {
        double more = context.settings().extra().getDouble("more").orElse(0.0);
        if (!Files.exists(context.artifact())) {
            throw new IllegalStateException("no artefact");
        }
        return new Model() {
            @Override
            public CompletionStage<InferenceResponse> predict(
                    InferenceRequest request, RequestContext call) {
                calls++;
                Tensor input = (Tensor) context.codecs().decode(request, "np");
                double[] values = input.toDoubles();
                Arrays.setAll(values, i -> 2 * values[i] + more);
                List<Tensor> outputs =
                        context.codecs()
                                .encode(
                                        request,
                                        "doubled",
                                        Tensor.of("x", input.shape(), values));
                return CompletableFuture.completedFuture(InferenceResponse.of(outputs));
            }

            @Override
            public void close() {
                System.setProperty("doubling.closed", String.valueOf(calls));
            }
        };
    }
}
