package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.plugin.PluginCall;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A plugin's stream as the server sees it: the plugin is called on the model's threads only, and
 * whatever it fails with arrives as a ServingException.
 *
 * @param <T> what is streamed
 */
final class PluginStream<T> implements Flow.Publisher<T> {
    private final String model;
    private final ClassLoader loader;
    private final ModelThreads threads;
    private final OpenCalls open;
    private final RequestContext call;
    private final String what;
    private final Supplier<Flow.Publisher<T>> answers;
    private final Refusals refusals;

    /**
     * @param what how the log calls the stream
     */
    PluginStream(
            String model,
            ClassLoader loader,
            ModelThreads threads,
            OpenCalls open,
            RequestContext call,
            String what,
            Supplier<Flow.Publisher<T>> answers) {
        this.model = model;
        this.loader = loader;
        this.threads = threads;
        this.open = open;
        this.call = call;
        this.what = what;
        this.answers = answers;
        this.refusals = new Refusals(model);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
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
    private final class Streaming implements ModelThreads.Task, OpenCalls.Call, Flow.Subscriber<T> {
        private final StreamGate<T> gate;

        Streaming(Flow.Subscriber<? super T> subscriber) {
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
                PluginCall.run(loader, model, what, () -> answers.get().subscribe(this));
            } catch (ServingException | VirtualMachineError e) {
                fail(PluginCall.explained(model, what, e));
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

        private void onModelThread(String step, Runnable action) {
            try {
                threads.execute(new Step(step, action));
            } catch (RejectedExecutionException e) {
                fail(threads.refusal(refusals));
            }
        }

        /** One call of the plugin's subscription, as urgent as the request. */
        private final class Step implements ModelThreads.Task {
            private final String step;
            private final Runnable action;

            Step(String step, Runnable action) {
                this.step = step;
                this.action = action;
            }

            @Override
            public int priority() {
                return call.priority();
            }

            @Override
            public void run() {
                try {
                    PluginCall.run(loader, model, step, action);
                } catch (ServingException e) {
                    fail(e);
                }
            }
        }

        @Override
        public void onNext(T response) {
            gate.onNext(response);
        }

        @Override
        public void onError(Throwable failure) {
            open.remove(this);
            gate.onError(PluginCall.explained(model, what, PluginCall.causeOf(failure)));
        }

        @Override
        public void onComplete() {
            open.remove(this);
            gate.onComplete();
        }
    }
}
