package io.bulkhead.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for the one message that a call answers. */
final class OneMessage<A> extends ClientCall.Listener<A> {
    private final GrpcFailures failures;
    private final CompletableFuture<A> answer = new CompletableFuture<>();
    private @Nullable A message;

    OneMessage(GrpcFailures failures) {
        this.failures = failures;
    }

    /** Complete when the call is. */
    CompletableFuture<A> answer() {
        return answer;
    }

    @Override
    public void onMessage(A received) {
        message = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        A received = message;
        if (!status.isOk()) {
            answer.completeExceptionally(failures.of(status));
        } else if (received == null) {
            answer.completeExceptionally(
                    failures.of(Status.INTERNAL.withDescription("the answer has no message")));
        } else {
            answer.complete(received);
        }
    }
}
