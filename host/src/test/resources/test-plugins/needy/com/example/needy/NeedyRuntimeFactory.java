package com.example.needy;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** Needs a class beside it, and does not run in child JVMs. */
@Extension
public final class NeedyRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "needy";
    }

    @Override
    public Set<Isolation> isolations() {
        return Set.of(Isolation.CLASSLOADER);
    }

    @Override
    public Model create(ModelContext context) {
        return new NeededModel();
    }
}
