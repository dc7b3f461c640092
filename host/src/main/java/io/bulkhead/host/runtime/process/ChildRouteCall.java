package io.bulkhead.host.runtime.process;

import io.bulkhead.api.route.RouteResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One call of an endpoint in a child. Its answer is complete with the body, or with the head if the
 * body comes in parts; then gRPC's flow control carries the demand for them.
 */
final class ChildRouteCall extends ClientCall.Listener<ByteBuffer>
        implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ClientCall<ByteBuffer, ByteBuffer> call;
    private final Runnable alive;
    private final BiFunction<Status, Metadata, RuntimeException> failure;
    private final CompletableFuture<RouteResponse> answer = new CompletableFuture<>();
    private Metadata head = new Metadata();
    private @Nullable ByteBuffer body;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber; // guarded by this
    private @Nullable Runnable end; // guarded by this

    /**
     * @param alive is told of each sign of life
     * @param failure of a call that ended so
     */
    ChildRouteCall(
            ClientCall<ByteBuffer, ByteBuffer> call,
            Runnable alive,
            BiFunction<Status, Metadata, RuntimeException> failure) {
        this.call = call;
        this.alive = alive;
        this.failure = failure;
    }

    CompletableFuture<RouteResponse> start(Metadata headers, ByteBuffer request) {
        call.start(this, headers);
        call.sendMessage(request);
        call.halfClose();
        return answer;
    }

    @Override
    public void onHeaders(Metadata received) {
        head = received;
        if (RouteWire.isInParts(received)) {
            answer.complete(RouteWire.response(received, NOTHING).withParts(this));
        } else {
            call.request(2); // the body, and to see that it is the only message
        }
    }

    @Override
    public void onMessage(ByteBuffer message) {
        Flow.Subscriber<? super ByteBuffer> reader = reader();
        if (reader == null) {
            body = message;
            return;
        }
        alive.run();
        reader.onNext(message);
    }

    private synchronized Flow.@Nullable Subscriber<? super ByteBuffer> reader() {
        return subscriber;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (RouteWire.isInParts(head)) {
            endParts(status, trailers);
        } else if (status.isOk() && body != null) {
            answer.complete(RouteWire.response(head, body));
        } else {
            answer.completeExceptionally(failure.apply(status, trailers));
        }
    }

    private void endParts(Status status, Metadata trailers) {
        Runnable ending =
                () -> {
                    Flow.Subscriber<? super ByteBuffer> reader = reader();
                    if (reader != null && status.isOk()) {
                        reader.onComplete();
                    } else if (reader != null) {
                        reader.onError(failure.apply(status, trailers));
                    }
                };
        synchronized (this) {
            if (subscriber == null) {
                end = ending;
                return;
            }
        }
        ending.run();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        newSubscriber.onSubscribe(this);
        Runnable ended;
        synchronized (this) {
            subscriber = newSubscriber;
            ended = end;
        }
        if (ended != null) {
            ended.run();
        }
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            call.cancel("a subscriber must ask for one part or more", null);
        } else {
            call.request((int) Math.min(count, Integer.MAX_VALUE));
        }
    }

    @Override
    public void cancel() {
        call.cancel("the subscriber wants no more", null);
    }
}
