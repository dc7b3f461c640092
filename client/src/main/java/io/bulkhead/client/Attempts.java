package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call with all its attempts.
 *
 * @param <T> what the call gives
 */
final class Attempts<T> {
    private final RetryPolicy policy;
    private final Function<Duration, CompletableFuture<T>> sender;
    private final Executor executor;
    private final long end;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<T> current;

    private Attempts(
            ClientOptions options,
            Executor executor,
            Function<Duration, CompletableFuture<T>> sender) {
        this.policy = options.retries();
        this.sender = sender;
        this.executor = executor;
        this.end = System.nanoTime() + options.deadline().toNanos();
    }

    /**
     * @param executor where later attempts begin
     * @param sender makes one attempt in the time given
     */
    static <T> CompletableFuture<T> of(
            ClientOptions options,
            Executor executor,
            Function<Duration, CompletableFuture<T>> sender) {
        Attempts<T> call = new Attempts<>(options, executor, sender);
        var unused = call.result.whenComplete((value, failure) -> call.giveUpIfCancelled());
        call.attempt(1);
        return call.result;
    }

    private void giveUpIfCancelled() {
        CompletableFuture<T> attempt = current;
        if (result.isCancelled() && attempt != null) {
            attempt.cancel(true);
        }
    }

    private void attempt(int number) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<T> attempt = sender.apply(Duration.ofNanos(end - System.nanoTime()));
        current = attempt;
        var unused =
                attempt.whenComplete(
                        (value, failure) -> {
                            if (failure == null) {
                                result.complete(value);
                            } else {
                                failed(number, failure);
                            }
                        });
        giveUpIfCancelled();
    }

    private void failed(int number, Throwable failure) {
        ClientException reason = ClientException.of(failure);
        Duration pause = reason.retryAfter().orElseGet(() -> policy.pauseAfter(number));
        if (!reason.isWorthRetrying() || number >= policy.attempts()) {
            result.completeExceptionally(
                    number == 1 ? reason : numbered(reason, "after " + number + " attempts: "));
        } else if (pause.toNanos() >= end - System.nanoTime()) {
            result.completeExceptionally(
                    numbered(reason, "no time for another attempt, " + number + " failed: "));
        } else {
            CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, executor)
                    .execute(() -> attempt(number + 1));
        }
    }

    private static ClientException numbered(ClientException reason, String prefix) {
        Kind kind = reason.kind();
        return new ClientException(kind, prefix + reason.reason(), reason);
    }
}
