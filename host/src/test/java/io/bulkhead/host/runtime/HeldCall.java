package io.bulkhead.host.runtime;

import io.bulkhead.api.inference.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call whose headers are not there until the test says so: the test plugins ask for them. */
public final class HeldCall implements RequestContext {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Waits until the model works on this call. */
    public void awaitEntered() throws InterruptedException {
        if (!entered.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the model was not called");
        }
    }

    /** Lets the model answer. */
    public void open() {
        gate.countDown();
    }

    @Override
    public Map<String, List<String>> headers() {
        entered.countDown();
        boolean interrupted = false;
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted = true; // a model that does not heed interrupts
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }

    @Override
    public Optional<Duration> timeRemaining() {
        return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}
}
