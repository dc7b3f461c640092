package io.bulkhead.plugin.huggingface.stream;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer in parts as a stream. A part is made when it is asked for, on the thread that asks, so
 * nobody computes ahead of a slow reader.
 *
 * @param <T> what a part is written as
 */
public final class PartStream<T> implements Flow.Publisher<T> {
    private final Supplier<AnswerParts> begin;
    private final Function<Object, T> writer;

    /** Nothing is begun before somebody asks for the first part. */
    public PartStream(Supplier<AnswerParts> begin, Function<Object, T> writer) {
        this.begin = begin;
        this.writer = writer;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Parts<>(begin, writer, subscriber));
    }

    private static final class Parts<T> implements Flow.Subscription {
        private final Supplier<AnswerParts> begin;
        private final Function<Object, T> writer;
        private final Flow.Subscriber<? super T> subscriber;
        private final AtomicLong wanted = new AtomicLong();
        private @Nullable AnswerParts parts;
        private boolean over;
        private volatile boolean cancelled;

        Parts(
                Supplier<AnswerParts> begin,
                Function<Object, T> writer,
                Flow.Subscriber<? super T> subscriber) {
            this.begin = begin;
            this.writer = writer;
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
                    subscriber.onNext(writer.apply(part.get()));
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
