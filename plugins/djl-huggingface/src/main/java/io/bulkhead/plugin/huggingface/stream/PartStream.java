package io.bulkhead.plugin.huggingface.stream;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer in parts as a stream. A part is made when it is asked for, so nobody computes far ahead
 * of a slow reader.
 *
 * @param <T> what a part is written as
 */
public final class PartStream<T> implements Flow.Publisher<T> {
    private final Supplier<AnswerParts> begin;
    private final Function<Object, T> writer;
    private final Executor executor;

    /**
     * Nothing is begun before somebody asks for the first part.
     *
     * @param executor makes the parts
     */
    public PartStream(Supplier<AnswerParts> begin, Function<Object, T> writer, Executor executor) {
        this.begin = begin;
        this.writer = writer;
        this.executor = executor;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Parts<>(this, subscriber));
    }

    private static final class Parts<T> implements Flow.Subscription {
        private final PartStream<T> stream;
        private final Flow.Subscriber<? super T> subscriber;
        private final AtomicLong wanted = new AtomicLong();
        private @Nullable AnswerParts parts;
        private boolean over;
        private volatile boolean cancelled;

        Parts(PartStream<T> stream, Flow.Subscriber<? super T> subscriber) {
            this.stream = stream;
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
            work();
        }

        private void work() {
            try {
                stream.executor.execute(this::makeAll);
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void makeAll() {
            do {
                advance();
            } while (wanted.decrementAndGet() > 0);
        }

        private void fail(RuntimeException e) {
            end();
            subscriber.onError(e);
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
                    subscriber.onNext(stream.writer.apply(part.get()));
                } else {
                    end();
                    subscriber.onComplete();
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private Optional<Object> next() {
            AnswerParts begun = parts;
            if (begun == null) {
                begun = stream.begin.get();
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
                advance(); // nobody is at work, so what is kept can be freed here
                wanted.set(0);
            }
        }
    }
}
