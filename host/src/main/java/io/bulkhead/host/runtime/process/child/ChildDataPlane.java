package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import io.bulkhead.host.runtime.process.child.ChildModels.LoadedCopy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The data plane of a child: its models by the names that its parent gave them. */
final class ChildDataPlane implements DataPlane {
    private final ChildModels models;

    ChildDataPlane(ChildModels models) {
        this.models = models;
    }

    /** The parent's heartbeat: a good moment to tell it more, and needs no clock of our own. */
    @Override
    public boolean live() {
        models.all().forEach(copy -> copy.stages().tell());
        return true;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public ServerMetadata metadata() {
        return new ServerMetadata("bulkhead-child", "", List.of());
    }

    @Override
    public boolean modelReady(String name, String version) {
        return copy(name, version).instance().ready();
    }

    @Override
    public ModelDescription describe(String name, String version) {
        ModelMetadata metadata = copy(name, version).instance().metadata();
        return new ModelDescription(
                name,
                List.of(),
                metadata.platform(),
                metadata.inputs(),
                metadata.outputs(),
                metadata.properties());
    }

    @Override
    public CompletionStage<InferenceAnswer> infer(
            String name, String version, InferenceRequest request, RequestContext context) {
        LoadedCopy copy;
        try {
            copy = copy(name, version);
        } catch (ServingException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
        ModelId model = copy.model().id();
        return copy.instance()
                .predict(request, context)
                .thenApply(
                        response -> new InferenceAnswer(model, request.id(), response, () -> {}));
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String name, String version, InferenceRequest request, RequestContext context) {
        LoadedCopy copy = copy(name, version);
        Flow.Publisher<InferenceResponse> responses =
                copy.instance().predictStream(request, context);
        return subscriber ->
                responses.subscribe(new Naming(copy.model().id(), request.id(), subscriber));
    }

    private LoadedCopy copy(String name, String version) {
        LoadedCopy copy = models.find(new ModelId(name, version));
        if (copy == null) {
            throw new ServingException(
                    ErrorCode.MODEL_NOT_READY, "the model has been unloaded from this process");
        }
        return copy;
    }

    /** Puts the model's name and the request's id to each response. */
    private static final class Naming implements Flow.Subscriber<InferenceResponse> {
        private final ModelId model;
        private final String id;
        private final Flow.Subscriber<? super StreamedAnswer> subscriber;

        Naming(ModelId model, String id, Flow.Subscriber<? super StreamedAnswer> subscriber) {
            this.model = model;
            this.id = id;
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(InferenceResponse response) {
            subscriber.onNext(new StreamedAnswer(model, id, response));
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
