package io.bulkhead.host.runtime.process;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call with one request and one answer.
 *
 * @param <A> the answer's message
 * @param <R> what is made of it
 */
public final class OneAnswer<A, R> extends ClientCall.Listener<A> {
    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private final Function<A, R> reader;
    private final BiFunction<Status, Metadata, RuntimeException> failure;
    private final BiConsumer<Status, Metadata> over;
    private @Nullable A message;
    private volatile Metadata trailers = new Metadata();

    /**
     * @param reader reads the answer
     * @param failure of a call that ended so
     * @param over told how the call ended, after its answer is read and before others get it
     */
    OneAnswer(
            Function<A, R> reader,
            BiFunction<Status, Metadata, RuntimeException> failure,
            BiConsumer<Status, Metadata> over) {
        this.reader = reader;
        this.failure = failure;
        this.over = over;
    }

    /**
     * The message as it is.
     *
     * @param failure of a call that ended so
     */
    public static <A> OneAnswer<A, A> asItIs(
            BiFunction<Status, Metadata, RuntimeException> failure) {
        return new OneAnswer<>(message -> message, failure, (status, trailers) -> {});
    }

    /** Begins the call. */
    public <Q> CompletableFuture<R> ask(ClientCall<Q, A> call, Metadata metadata, Q request) {
        call.start(this, metadata);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return answer;
    }

    /** What came behind the answer; once it is there. */
    public Metadata trailers() {
        return trailers;
    }

    @Override
    public void onMessage(A received) {
        message = received;
    }

    @Override
    public void onClose(Status status, Metadata received) {
        trailers = received;
        if (!status.isOk() || message == null) {
            over.accept(status, received);
            answer.completeExceptionally(failure.apply(status, received));
            return;
        }
        R read;
        try {
            read = reader.apply(message);
        } catch (RuntimeException unreadable) {
            over.accept(status, received);
            answer.completeExceptionally(unreadable);
            return;
        }
        over.accept(status, received);
        answer.complete(read);
    }
}
