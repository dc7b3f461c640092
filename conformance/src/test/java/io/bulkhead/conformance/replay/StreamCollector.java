package io.bulkhead.conformance.replay;

import com.google.protobuf.DynamicMessage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects a stream's messages until it ends. */
final class StreamCollector implements StreamObserver<DynamicMessage> {
    private final Queue<DynamicMessage> messages = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<List<DynamicMessage>> all = new CompletableFuture<>();

    @Override
    public void onNext(DynamicMessage message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable error) {
        all.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
        all.complete(List.copyOf(messages));
    }

    /**
     * Waits for the end of the stream.
     *
     * @throws StatusRuntimeException if it ends with an error, or not in time
     */
    List<DynamicMessage> await(Duration timeout) {
        try {
            return all.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause()).asRuntimeException();
        } catch (TimeoutException e) {
            throw Status.DEADLINE_EXCEEDED.withCause(e).asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(e).asRuntimeException();
        }
    }
}
