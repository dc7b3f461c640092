package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model as another model sees it: every call crosses from one class loader into the other. */
final class DelegateModel implements Model {
    private final OpenModel delegate;
    private final Concurrency concurrency;
    private final ModelMetadata metadata;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes the delegate over. */
    DelegateModel(OpenModel delegate) {
        this.delegate = delegate;
        try {
            this.concurrency = delegate.call("concurrency", delegate.model()::concurrency);
            this.metadata = delegate.call("metadata", delegate.model()::metadata);
            delegate.run("warmUp", delegate.model()::warmUp);
        } catch (RuntimeException | Error e) {
            delegate.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        return delegate.call("predict", () -> delegate.model().predict(request, context));
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return delegate.call("stream", () -> delegate.model().predictStream(request, context));
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public List<ModelRoute> routes() {
        return List.of(); // whoever asks offers routes of its own
    }

    @Override
    public Concurrency concurrency() {
        return concurrency;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            delegate.close();
        }
    }
}
