package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.inference.InferenceResponse;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Stream} whose elements are pulled when the client wants them, one thread of the model at
 * a time. The stream is closed when it ends or nobody wants more of it.
 */
final class PulledPublisher<T> implements Flow.Publisher<InferenceResponse> {
    private final Stream<? extends T> results;
    private final Function<? super T, InferenceResponse> outputs;
    private final Executor executor;

    PulledPublisher(
            Stream<? extends T> results,
            Function<? super T, InferenceResponse> outputs,
            Executor executor) {
        this.results = results;
        this.outputs = outputs;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        subscriber.onSubscribe(new Pulling(subscriber));
    }

    private final class Pulling implements Flow.Subscription, Runnable {
        private final Flow.Subscriber<? super InferenceResponse> subscriber;
        private @Nullable Iterator<? extends T> iterator; // only the thread that pulls touches it
        private long wanted; // this and the next two: guarded by this
        private boolean pulling;
        private boolean cancelled;

        Pulling(Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            synchronized (this) {
                wanted = count <= 0 || wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
                if (pulling || cancelled) {
                    return;
                }
                pulling = true;
            }
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) {
                end(() -> subscriber.onError(e));
            }
        }

        @Override
        public void cancel() {
            boolean idle;
            synchronized (this) {
                idle = !pulling && !cancelled;
                cancelled = true;
            }
            if (idle) {
                results.close();
            }
        }

        @Override
        public void run() {
            try {
                while (mayGoOn()) {
                    Iterator<? extends T> elements = elements();
                    if (!elements.hasNext()) {
                        end(subscriber::onComplete);
                        return;
                    }
                    subscriber.onNext(outputs.apply(elements.next()));
                }
            } catch (RuntimeException e) {
                end(() -> subscriber.onError(e));
            }
        }

        private Iterator<? extends T> elements() {
            Iterator<? extends T> elements = iterator;
            if (elements == null) {
                elements = results.iterator();
                iterator = elements;
            }
            return elements;
        }

        private boolean mayGoOn() {
            boolean close;
            synchronized (this) {
                close = cancelled;
                if (!cancelled && wanted > 0) {
                    wanted--;
                    return true;
                }
                pulling = false;
            }
            if (close) {
                results.close();
            }
            return false;
        }

        private void end(Runnable signal) {
            boolean tell;
            synchronized (this) {
                tell = !cancelled;
                cancelled = true;
                pulling = false;
            }
            results.close();
            if (tell) {
                signal.run();
            }
        }
    }
}
