package com.example.misbehaving;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.pf4j.Extension;

/** Does what its settings' {@code extra.behaviour} says, none of it good. */
@Extension
public class MisbehavingRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "misbehaving";
    }

    @Override
    public Model create(ModelContext context) {
        String behaviour = context.settings().extra().getString("behaviour").orElse("");
        switch (behaviour) {
            case "create throws":
                throw new IllegalStateException("/secret/path");
            case "create throws error":
                throw new NoClassDefFoundError("com/example/Missing");
            case "create returns null":
                return null;
            default:
                return new Misbehaving(behaviour);
        }
    }

    private static final class Misbehaving implements Model {
        private final String behaviour;

        Misbehaving(String behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            switch (behaviour) {
                case "throws exception":
                    throw new IllegalStateException("/secret/path");
                case "throws error":
                    throw new AssertionError("/secret/path");
                case "throws virtual machine error":
                    throw new InternalError("/secret/path");
                case "throws checked":
                    throw MisbehavingRuntimeFactory.<RuntimeException>sneaked(
                            new java.io.IOException("/secret/path"));
                case "overflows the stack":
                    return predict(request, call);
                case "explains itself":
                    throw new ServingException(ErrorCode.INVALID_ARGUMENT, "no such output 'y'");
                case "returns null":
                    return null;
                case "answers null":
                    return CompletableFuture.completedFuture(null);
                case "fails later":
                    return CompletableFuture.failedFuture(new IllegalStateException("/secret/path"));
                case "fails later with error":
                    return CompletableFuture.failedFuture(new InternalError("/secret/path"));
                case "moves the context loader":
                    Thread.currentThread().setContextClassLoader(null);
                    return CompletableFuture.completedFuture(
                            InferenceResponse.of(request.inputs()));
                case "answers never":
                    return new CompletableFuture<>();
                case "blocks":
                    call.headers();
                    return CompletableFuture.completedFuture(
                            InferenceResponse.of(request.inputs()));
                default:
                    return InferenceResponse.completed(
                            Tensor.ofStrings(
                                    "context_loader",
                                    Shape.of(1),
                                    List.of(contextLoaderIsOwn() ? "own" : "other")));
            }
        }

        private static boolean contextLoaderIsOwn() {
            return Thread.currentThread().getContextClassLoader()
                    == Misbehaving.class.getClassLoader();
        }

        @Override
        public ModelMetadata metadata() {
            if (behaviour.equals("metadata throws")) {
                throw new IllegalStateException("/secret/path");
            }
            return ModelMetadata.empty();
        }

        @Override
        public Concurrency concurrency() {
            return behaviour.equals("blocks") ? Concurrency.atMost(1) : Concurrency.unlimited();
        }

        @Override
        public void close() {
            switch (behaviour) {
                case "close throws":
                    throw new AssertionError("/secret/path");
                case "close blocks":
                    awaitInterrupt(); // which it does not heed
                    awaitInterrupt();
                    break;
                default:
            }
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // what it waited for
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaked(Throwable failure) throws T {
        throw (T) failure;
    }
}
