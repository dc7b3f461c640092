package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Blocks on a call. */
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClientException(Kind.CANCELLED, "interrupted while waiting", e);
        } catch (CancellationException e) {
            throw new ClientException(Kind.CANCELLED, "the call was given up", e);
        } catch (ExecutionException e) {
            throw ClientException.of(e);
        }
    }
}
