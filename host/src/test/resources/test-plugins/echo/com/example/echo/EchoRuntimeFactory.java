package com.example.echo;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/**
 * Answers with what it was asked. It reads the call's headers first, so a test that makes them
 * decides when it answers.
 */
@Extension
public class EchoRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("example.EchoModel");
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.echo");
    }

    @Override
    public boolean recognises(Path artifact) {
        return Files.isRegularFile(artifact);
    }

    @Override
    public Model create(ModelContext context) {
        return new Model() {
            @Override
            public CompletionStage<InferenceResponse> predict(
                    InferenceRequest request, RequestContext call) {
                call.headers();
                return CompletableFuture.completedFuture(InferenceResponse.of(request.inputs()));
            }
        };
    }
}
