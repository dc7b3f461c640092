package io.bulkhead.host.grpc;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.grpc.ServerCallHandler;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Makes handlers of functions; a function's failure ends the call with its status. */
final class UnaryCalls {
    private UnaryCalls() {}

    /** Answers on the transport's thread, so the verb must be quick. */
    static <Q, A> ServerCallHandler<Q, A> inPlace(Function<Q, A> verb) {
        return ServerCalls.asyncUnaryCall((request, observer) -> answer(verb, request, observer));
    }

    /** Answers on a thread of this executor. */
    static <Q, A> ServerCallHandler<Q, A> on(Executor executor, Function<Q, A> verb) {
        return ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                    try {
                        executor.execute(() -> answer(verb, request, observer));
                    } catch (RejectedExecutionException e) {
                        observer.onError(GrpcErrors.exception(tooMany(e)));
                    }
                });
    }

    private static RuntimeException tooMany(RejectedExecutionException cause) {
        return new ServingException(
                ErrorCode.RESOURCE_EXHAUSTED, "too many repository calls are waiting", cause);
    }

    /** Answers when the stage completes. */
    static <Q, R, A> ServerCallHandler<Q, A> later(
            Function<Q, CompletionStage<R>> verb, Function<R, A> message) {
        return ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                    try {
                        verb.apply(request)
                                .whenComplete(
                                        (result, failure) -> {
                                            if (failure == null) {
                                                answer(message, result, observer);
                                            } else {
                                                observer.onError(GrpcErrors.exception(failure));
                                            }
                                        });
                    } catch (RuntimeException failure) {
                        observer.onError(GrpcErrors.exception(failure));
                    }
                });
    }

    private static <Q, A> void answer(Function<Q, A> verb, Q request, StreamObserver<A> observer) {
        A answer;
        try {
            answer = verb.apply(request);
        } catch (RuntimeException failure) {
            observer.onError(GrpcErrors.exception(failure));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }
}
