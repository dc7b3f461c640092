package io.bulkhead.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadedModelTest {
    private final LoadedModel model = LoadedModels.of("m", "");

    @Test
    void isDrainedAtOnceIfNobodyUsesIt() {
        assertThat(model.drained()).isNotDone();
        model.retire();
        assertThat(model.drained()).isCompleted();
    }

    @Test
    void isDrainedWhenTheLastUserIsGone() {
        assertThat(model.acquire()).isTrue();
        assertThat(model.acquire()).isTrue();
        model.retire();
        model.release();
        assertThat(model.drained()).isNotDone();
        model.release();
        assertThat(model.drained()).isCompleted();
    }

    @Test
    void takesNoUserOnceRetired() {
        assertThat(model.acquire()).isTrue();
        model.retire();
        assertThat(model.acquire()).isFalse();
        assertThat(model.drained()).isNotDone();
        model.release();
        assertThat(model.drained()).isCompleted();
    }

    @Test
    void retiringTwiceIsRetiringOnce() {
        model.acquire();
        model.retire();
        model.retire();
        model.release();
        assertThat(model.drained()).isCompleted();
        assertThat(model.acquire()).isFalse();
    }

    @Test
    void isNeverDrainedWhileSomebodyHoldsALease() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 2_000; round++) {
                LoadedModel contested = LoadedModels.of("m", "");
                assertThat(usedAfterDrained(contested, threads, pool)).isZero();
                assertThat(contested.drained()).isCompleted();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Takes and gives back leases from all threads but one, which retires the model meanwhile. */
    private static int usedAfterDrained(LoadedModel model, int threads, ExecutorService pool)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicInteger wrong = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            all.add(
                    pool.submit(
                            () -> {
                                start.await();
                                while (model.acquire()) {
                                    if (model.drained().isDone()) {
                                        wrong.incrementAndGet();
                                    }
                                    model.release();
                                }
                                return null;
                            }));
        }
        start.await();
        model.retire();
        for (Future<?> one : all) {
            one.get();
        }
        return wrong.get();
    }
}
