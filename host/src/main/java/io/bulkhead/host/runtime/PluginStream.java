package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.plugin.PluginCall;
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
    private final ModelThreads threads;
    private final OpenCalls open;
    private final RequestContext call;
    private final Supplier<Flow.Publisher<InferenceResponse>> answers;
    private final Refusals refusals;

    PluginStream(
            String model,
            ClassLoader loader,
            ModelThreads threads,
            OpenCalls open,
            RequestContext call,
            Supplier<Flow.Publisher<InferenceResponse>> answers) {
        this.model = model;
        this.loader = loader;
        this.threads = threads;
        this.open = open;
        this.call = call;
        this.answers = answers;
        this.refusals = new Refusals(model);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        Streaming streaming = new Streaming(subscriber);
        open.add(streaming);
        try {
            threads.execute(streaming);
        } catch (RejectedExecutionException e) {
            streaming.fail(threads.refusal(refusals));
            return;
        }
        call.onCancel(streaming::drop);
    }

    /** Waits for its turn, then is what the plugin's stream is told to. */
    private final class Streaming
            implements ModelThreads.Task, OpenCalls.Call, Flow.Subscriber<InferenceResponse> {
        private final StreamGate<InferenceResponse> gate;

        Streaming(Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.gate = new StreamGate<>(subscriber);
        }

        @Override
        public int priority() {
            return call.priority();
        }

        @Override
        public void run() {
            if (call.isCancelled()) {
                fail(refusals.tooLate(call));
                return;
            }
            try {
                PluginCall.run(loader, model, "predictStream", () -> answers.get().subscribe(this));
            } catch (ServingException | VirtualMachineError e) {
                fail(PluginCall.explained(model, "predictStream", e));
            }
        }

        /** The call is cancelled: if it still waits, it makes room for others. */
        void drop() {
            if (threads.remove(this)) {
                fail(refusals.tooLate(call));
            }
        }

        @Override
        public void fail(ServingException why) {
            open.remove(this);
            gate.fail(why);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            gate.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            onModelThread("request", () -> subscription.request(count));
                        }

                        @Override
                        public void cancel() {
                            open.remove(Streaming.this);
                            onModelThread("cancel", subscription::cancel);
                        }
                    });
        }

        private void onModelThread(String what, Runnable action) {
            try {
                threads.execute(new Step(what, action));
            } catch (RejectedExecutionException e) {
                fail(threads.refusal(refusals));
            }
        }

        /** One call of the plugin's subscription, as urgent as the request. */
        private final class Step implements ModelThreads.Task {
            private final String what;
            private final Runnable action;

            Step(String what, Runnable action) {
                this.what = what;
                this.action = action;
            }

            @Override
            public int priority() {
                return call.priority();
            }

            @Override
            public void run() {
                try {
                    PluginCall.run(loader, model, what, action);
                } catch (ServingException e) {
                    fail(e);
                }
            }
        }

        @Override
        public void onNext(InferenceResponse response) {
            gate.onNext(response);
        }

        @Override
        public void onError(Throwable failure) {
            open.remove(this);
            gate.onError(PluginCall.explained(model, "predictStream", PluginCall.causeOf(failure)));
        }

        @Override
        public void onComplete() {
            open.remove(this);
            gate.onComplete();
        }
    }
}
