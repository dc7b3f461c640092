package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.plugin.huggingface.call.AnswerWriter;
import io.bulkhead.plugin.huggingface.task.AnswerParts;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer in parts as a stream. A part is made when it is asked for, on the thread that asks, so
 * nobody computes ahead of a slow reader.
 */
final class AnswerStream implements Flow.Publisher<InferenceResponse> {
    private final Supplier<AnswerParts> begin;

    AnswerStream(Supplier<AnswerParts> begin) {
        this.begin = begin;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        subscriber.onSubscribe(new Parts(begin, subscriber));
    }

    private static final class Parts implements Flow.Subscription {
        private final Supplier<AnswerParts> begin;
        private final Flow.Subscriber<? super InferenceResponse> subscriber;
        private final AtomicLong wanted = new AtomicLong();
        private @Nullable AnswerParts parts;
        private boolean over;
        private volatile boolean cancelled;

        Parts(Supplier<AnswerParts> begin, Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.begin = begin;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                cancelled = true;
                subscriber.onError(
                        new IllegalArgumentException("request(n) wants n > 0, found " + count));
                return;
            }
            if (wanted.getAndAdd(count) > 0) {
                return; // who is at work sees it
            }
            do {
                advance();
            } while (wanted.decrementAndGet() > 0);
        }

        private void advance() {
            if (over) {
                return;
            }
            if (cancelled) {
                end();
                return;
            }
            try {
                Optional<Object> part = next();
                if (part.isPresent()) {
                    subscriber.onNext(AnswerWriter.write(part.get()));
                } else {
                    end();
                    subscriber.onComplete();
                }
            } catch (RuntimeException e) {
                end();
                subscriber.onError(e);
            }
        }

        private Optional<Object> next() {
            AnswerParts begun = parts;
            if (begun == null) {
                begun = begin.get();
                parts = begun;
            }
            return begun.next();
        }

        private void end() {
            over = true;
            AnswerParts begun = parts;
            if (begun != null) {
                begun.close();
            }
        }

        /** What is kept is freed by whoever is at work, or here. */
        @Override
        public void cancel() {
            cancelled = true;
            if (wanted.getAndIncrement() == 0) {
                advance();
                wanted.set(0);
            }
        }
    }
}
