package io.bulkhead.host.rest;

import io.bulkhead.host.dataplane.CallContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream as the body of an answer, one element at a time: the next is asked for when the
 * last is written. A failure before the first element is an ordinary error.
 *
 * @param <T> what is streamed
 */
final class StreamedBody<T> implements Flow.Subscriber<T>, Callback {
    /** How elements look in the body. */
    interface Form<T> {
        /** Sets status and headers, before the first element. */
        void begin(RestExchange exchange);

        /** An element's bytes. */
        ByteBuffer part(T element);

        /** What tells of a failure behind the first element; empty: the body breaks off. */
        Optional<ByteBuffer> failure(RestExchange exchange, Throwable cause);
    }

    private final RestExchange exchange;
    private final CallContext context;
    private final Form<? super T> form;
    private final Object lock = new Object();
    private Flow.@Nullable Subscription subscription;
    private boolean begun;
    private boolean writing;
    private boolean ended;
    private @Nullable Throwable failure;

    StreamedBody(RestExchange exchange, CallContext context, Form<? super T> form) {
        this.exchange = exchange;
        this.context = context;
        this.form = form;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        context.onCancel(this::cancelled);
        newSubscription.request(1);
    }

    /** The client is gone, or the time is over: whoever streams falls silent. */
    private void cancelled() {
        if (subscription != null) {
            subscription.cancel();
        }
        synchronized (lock) {
            if (ended || writing) {
                return; // what is being written fails, or ends the exchange
            }
            ended = true;
        }
        exchange.failed(new CancellationException("the client is gone"));
    }

    @Override
    public void onNext(T element) {
        ByteBuffer part = form.part(element);
        synchronized (lock) {
            if (ended) {
                return;
            }
            writing = true;
        }
        begin();
        exchange.response().write(false, part, this);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            form.begin(exchange);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    /** Ends the answer, or has it ended once the element being written is out. */
    private void end(@Nullable Throwable cause) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            failure = cause;
            if (writing) {
                return;
            }
        }
        writeEnd(cause);
    }

    /** An element is written. */
    @Override
    public void succeeded() {
        boolean over;
        synchronized (lock) {
            writing = false;
            over = ended;
        }
        if (over) {
            writeEnd(failure);
        } else if (context.isCancelled()) {
            cancelled();
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    /** An element cannot be written: the client is gone. */
    @Override
    public void failed(Throwable cause) {
        synchronized (lock) {
            writing = false;
            ended = true;
        }
        context.cancel();
        exchange.failed(cause);
    }

    private void writeEnd(@Nullable Throwable cause) {
        if (cause != null && !begun) {
            exchange.answerFailure(cause);
            return;
        }
        begin();
        Optional<ByteBuffer> last =
                cause == null
                        ? Optional.of(BufferUtil.EMPTY_BUFFER)
                        : form.failure(exchange, cause);
        if (last.isPresent()) {
            exchange.response().write(true, last.get(), exchange);
        } else {
            exchange.failed(new IOException("the stream failed", cause));
        }
    }
}
