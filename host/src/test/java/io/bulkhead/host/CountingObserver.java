package io.bulkhead.host;

import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the answers of a gRPC stream, and tells when it is over, however it ended. */
final class CountingObserver implements StreamObserver<ModelInferResponse> {
    private final AtomicInteger answers = new AtomicInteger();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /** Completes with the count of answers. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    @Override
    public void onNext(ModelInferResponse answer) {
        answers.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(answers.get());
    }

    @Override
    public void onCompleted() {
        ended.complete(answers.get());
    }
}
