package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.process.ArenaLoan;
import io.bulkhead.host.runtime.process.child.ChildModels.LoadedCopy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The data plane of a child: its models by the names that its parent gave them. */
final class ChildDataPlane implements DataPlane {
    private final ChildModels models;
    private final ParentMemory memory = new ParentMemory();

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
        Optional<ArenaLoan> loan = ArenaLoan.of(request.parameters());
        if (loan.isEmpty()) {
            return copy.instance()
                    .predict(request, context)
                    .thenApply(response -> answer(model, request, response, () -> {}));
        }
        memory.begin(loan.get());
        return predict(copy, plain(request), context)
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                memory.end(loan.get());
                                throw new CompletionException(PluginCall.causeOf(failure));
                            }
                            return answer(model, request, response, () -> memory.end(loan.get()));
                        });
    }

    private static CompletionStage<InferenceResponse> predict(
            LoadedCopy copy, InferenceRequest request, RequestContext context) {
        try {
            return copy.instance().predict(request, context);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static InferenceAnswer answer(
            ModelId model,
            InferenceRequest request,
            InferenceResponse response,
            InferenceAnswer.Lease lease) {
        return new InferenceAnswer(model, request.id(), response, lease);
    }

    /** Of what the parent lends, the model sees the tensors and no more. */
    private static InferenceRequest plain(InferenceRequest request) {
        return new InferenceRequest(
                request.id(),
                ArenaLoan.without(request.parameters()),
                request.inputs(),
                request.outputs());
    }

    @Override
    public SharedMemory sharedMemory() {
        return memory;
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String name, String version, InferenceRequest request, RequestContext context) {
        LoadedCopy copy = copy(name, version);
        ModelId model = copy.model().id();
        Optional<ArenaLoan> loan = ArenaLoan.of(request.parameters());
        if (loan.isEmpty()) {
            Flow.Publisher<InferenceResponse> responses =
                    copy.instance().predictStream(request, context);
            return subscriber -> responses.subscribe(new Naming(model, request.id(), subscriber));
        }
        Flow.Publisher<InferenceResponse> responses =
                copy.instance().predictStream(plain(request), context);
        return subscriber -> {
            memory.begin(loan.get());
            responses.subscribe(
                    new LendingStream<>(
                            new Naming(model, request.id(), subscriber),
                            () -> memory.end(loan.get())));
        };
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
