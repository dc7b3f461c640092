package com.example.measuring;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Answers with what it was asked and notes how many tensors that were; refuses two. */
@Extension
public class MeasuringRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "measuring";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("example.MeasuringModel");
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.measuring");
    }

    @Override
    public boolean recognises(Path artifact) {
        return Files.isRegularFile(artifact);
    }

    @Override
    public Model create(ModelContext context) {
        context.metrics().register("tensors_asked", "Tensors in a request");
        return new Model() {
            @Override
            public CompletionStage<InferenceResponse> predict(
                    InferenceRequest request, RequestContext call) {
                context.metrics().log("tensors_asked", request.inputs().size());
                if (request.inputs().size() > 1) {
                    throw ServingException.invalidArgument("one input is wanted");
                }
                return CompletableFuture.completedFuture(InferenceResponse.of(request.inputs()));
            }

            @Override
            public ModelMetadata metadata() {
                TensorMetadata input =
                        new TensorMetadata(
                                "row", Datatype.FP32, Shape.of(-1, 3), Parameters.empty());
                return new ModelMetadata("", List.of(input), List.of(), Parameters.empty());
            }
        };
    }
}
