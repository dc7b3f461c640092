package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.runtime.EndedStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of an MLServer as answers. More is read only when all that was read is
 * delivered, so a slow subscriber slows the model down.
 */
final class EventStream implements Flow.Subscriber<List<ByteBuffer>>, Flow.Subscription {
    private static final String DATA = "data:";

    private final Flow.Subscriber<? super InferenceResponse> subscriber;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<InferenceResponse> read = new ArrayDeque<>(); // guarded by this
    private long wanted; // guarded by this
    private boolean asked; // guarded by this
    private boolean ended; // guarded by this; nothing more comes from the child
    private boolean over; // guarded by this; the subscriber hears no more
    private boolean delivering; // guarded by this
    private @Nullable Throwable failure; // guarded by this
    private Flow.@Nullable Subscription source;

    private EventStream(Flow.Subscriber<? super InferenceResponse> subscriber) {
        this.subscriber = subscriber;
    }

    /** Delivers what a call brought: a stream, an error in place of one, or no answer at all. */
    static void start(
            Flow.Subscriber<? super InferenceResponse> subscriber,
            RequestContext context,
            @Nullable HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer,
            @Nullable Throwable failure) {
        if (answer == null) {
            EndedStream.fail(
                    subscriber,
                    failure == null
                            ? new IllegalStateException("neither answer nor failure")
                            : MlserverRest.failure(failure));
            return;
        }
        if (answer.statusCode() != 200) {
            HttpResponse.BodySubscriber<byte[]> body = HttpResponse.BodySubscribers.ofByteArray();
            answer.body().subscribe(body);
            body.getBody()
                    .whenComplete(
                            (bytes, broken) ->
                                    EndedStream.fail(
                                            subscriber,
                                            MlserverErrors.ofHttp(
                                                    answer.statusCode(),
                                                    bytes == null ? new byte[0] : bytes)));
            return;
        }
        EventStream stream = new EventStream(subscriber);
        answer.body().subscribe(stream);
        context.onCancel(stream::cancel);
        subscriber.onSubscribe(stream);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        synchronized (this) {
            asked = false;
        }
        try {
            parts.forEach(this::take);
        } catch (ServingException e) {
            end(e);
            cancelSource();
        }
        deliver();
    }

    private void take(ByteBuffer part) {
        while (part.hasRemaining()) {
            byte next = part.get();
            if (next != '\n') {
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (text.startsWith(DATA)) {
                byte[] event =
                        text.substring(DATA.length()).strip().getBytes(StandardCharsets.UTF_8);
                InferenceResponse response = TensorJson.read(event);
                synchronized (this) {
                    read.add(response);
                }
            }
        }
    }

    @Override
    public void onError(Throwable broken) {
        end(
                new ServingException(
                        ErrorCode.INTERNAL,
                        "the model failed in the middle of its answer; its log says why",
                        broken));
        deliver();
    }

    @Override
    public void onComplete() {
        end(null);
        deliver();
    }

    private synchronized void end(@Nullable Throwable why) {
        if (!ended) {
            ended = true;
            failure = why;
        }
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                ended = true;
                failure = new IllegalArgumentException("a subscriber must ask for one or more");
                read.clear();
            } else {
                wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
            }
        }
        deliver();
    }

    /** One thread at a time delivers, whoever comes meanwhile leaves it the work. */
    private void deliver() {
        synchronized (this) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        while (true) {
            InferenceResponse next;
            synchronized (this) {
                if (over || (read.isEmpty() && !ended) || (!read.isEmpty() && wanted == 0)) {
                    delivering = false;
                    break;
                }
                next = read.poll();
                if (next == null) {
                    over = true;
                } else if (wanted != Long.MAX_VALUE) {
                    wanted--;
                }
            }
            if (next == null) {
                finish();
            } else {
                subscriber.onNext(next);
            }
        }
        more();
    }

    private void finish() {
        Throwable why;
        synchronized (this) {
            why = failure;
        }
        if (why == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(why);
        }
    }

    private void more() {
        Flow.Subscription from = source;
        synchronized (this) {
            if (asked || ended || over || wanted == 0 || !read.isEmpty() || from == null) {
                return;
            }
            asked = true;
        }
        from.request(1);
    }

    @Override
    public void cancel() {
        synchronized (this) {
            over = true;
            read.clear();
        }
        cancelSource();
    }

    private void cancelSource() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }
}
