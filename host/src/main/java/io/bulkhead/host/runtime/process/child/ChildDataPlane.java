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
import io.bulkhead.host.runtime.ModelInstance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The data plane of a child: one model, which lives as long as the process. */
final class ChildDataPlane implements DataPlane {
    private final ModelId model;
    private final ModelInstance instance;
    private final StageReport stages;

    ChildDataPlane(ModelId model, ModelInstance instance, StageReport stages) {
        this.model = model;
        this.instance = instance;
        this.stages = stages;
    }

    /** The parent's heartbeat: a good moment to tell it more, and needs no clock of our own. */
    @Override
    public boolean live() {
        stages.tell();
        return true;
    }

    @Override
    public boolean ready() {
        return instance.ready();
    }

    @Override
    public ServerMetadata metadata() {
        return new ServerMetadata("bulkhead-child", "", List.of());
    }

    @Override
    public boolean modelReady(String name, String version) {
        requireOwn(name, version);
        return instance.ready();
    }

    @Override
    public ModelDescription describe(String name, String version) {
        requireOwn(name, version);
        ModelMetadata metadata = instance.metadata();
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
        try {
            requireOwn(name, version);
        } catch (ServingException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
        return instance.predict(request, context)
                .thenApply(
                        response -> new InferenceAnswer(model, request.id(), response, () -> {}));
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String name, String version, InferenceRequest request, RequestContext context) {
        requireOwn(name, version);
        Flow.Publisher<InferenceResponse> responses = instance.predictStream(request, context);
        return subscriber -> responses.subscribe(new Naming(request.id(), subscriber));
    }

    private void requireOwn(String name, String version) {
        if (!model.equals(new ModelId(name, version))) {
            throw new ServingException(
                    ErrorCode.MODEL_NOT_FOUND, "this process serves model '" + model + "' only");
        }
    }

    /** Puts the model's name and the request's id to each response. */
    private final class Naming implements Flow.Subscriber<InferenceResponse> {
        private final String id;
        private final Flow.Subscriber<? super StreamedAnswer> subscriber;

        Naming(String id, Flow.Subscriber<? super StreamedAnswer> subscriber) {
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
