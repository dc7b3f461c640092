package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.host.plugin.PluginCall;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A plugin's stream as the server sees it: the plugin is called on the model's threads only, and
 * whatever it fails with arrives as a ServingException.
 */
final class PluginStream implements Flow.Publisher<InferenceResponse> {
    private final String model;
    private final ClassLoader loader;
    private final Executor threads;
    private final Supplier<Flow.Publisher<InferenceResponse>> call;

    PluginStream(
            String model,
            ClassLoader loader,
            Executor threads,
            Supplier<Flow.Publisher<InferenceResponse>> call) {
        this.model = model;
        this.loader = loader;
        this.threads = threads;
        this.call = call;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        try {
            threads.execute(new Start(subscriber));
        } catch (RejectedExecutionException e) {
            refuse(
                    subscriber,
                    new ServingException(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "model '" + model + "' has too many requests waiting"));
        }
    }

    private final class Start implements ModelThreads.Task {
        private final Flow.Subscriber<? super InferenceResponse> subscriber;

        Start(Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void run() {
            try {
                PluginCall.run(
                        loader,
                        model,
                        "predictStream",
                        () -> call.get().subscribe(new Guarded(subscriber)));
            } catch (ServingException | VirtualMachineError e) {
                refuse(subscriber, PluginCall.explained(model, "predictStream", e));
            }
        }

        @Override
        public void abandoned() {
            refuse(
                    subscriber,
                    new ServingException(
                            ErrorCode.UNAVAILABLE, "model '" + model + "' is being unloaded"));
        }
    }

    private static void refuse(
            Flow.Subscriber<? super InferenceResponse> subscriber, ServingException failure) {
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {}

                    @Override
                    public void cancel() {}
                });
        subscriber.onError(failure);
    }

    /** Calls the plugin's subscription on the model's threads, and translates its failures. */
    private final class Guarded implements Flow.Subscriber<InferenceResponse> {
        private final Flow.Subscriber<? super InferenceResponse> target;

        Guarded(Flow.Subscriber<? super InferenceResponse> target) {
            this.target = target;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            target.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            onModelThread("request", () -> subscription.request(count));
                        }

                        @Override
                        public void cancel() {
                            onModelThread("cancel", subscription::cancel);
                        }
                    });
        }

        private void onModelThread(String what, Runnable action) {
            try {
                threads.execute(
                        () -> {
                            try {
                                PluginCall.run(loader, model, what, action);
                            } catch (ServingException e) {
                                target.onError(e);
                            }
                        });
            } catch (RejectedExecutionException e) {
                target.onError(
                        new ServingException(
                                ErrorCode.UNAVAILABLE, "model '" + model + "' is closing", e));
            }
        }

        @Override
        public void onNext(InferenceResponse response) {
            target.onNext(response);
        }

        @Override
        public void onError(Throwable failure) {
            target.onError(
                    PluginCall.explained(model, "predictStream", PluginCall.causeOf(failure)));
        }

        @Override
        public void onComplete() {
            target.onComplete();
        }
    }
}
