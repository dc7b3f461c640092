package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskQueueTest {
    private record Named(String name, int priority) implements ModelThreads.Task {
        @Override
        public void run() {}
    }

    private final TaskQueue queue = new TaskQueue(4, 2, 5);

    private static Named task(String name, int priority) {
        return new Named(name, priority);
    }

    private List<String> drained() {
        List<Runnable> tasks = new ArrayList<>();
        queue.drainTo(tasks);
        return tasks.stream().map(task -> ((Named) task).name()).toList();
    }

    @Test
    void takesTheMostUrgentFirstAndEqualOnesInTheirOrder() {
        queue.add(task("third", 3));
        queue.add(task("default", 0));
        queue.add(task("first", 1));
        queue.add(task("second", 2));
        queue.add(task("first too", 1));

        assertThat(drained()).containsExactly("first", "first too", "default", "second", "third");
        assertThat(queue).isEmpty();
    }

    @Test
    void whatIsBeyondTheLevelsCountsAsTheLast() {
        queue.add(task("beyond", 1_000));
        queue.add(task("last", 4));
        queue.add(task("negative", -1));

        assertThat(drained()).containsExactly("negative", "beyond", "last");
    }

    @Test
    void whatIsNoTaskHasTheDefaultLevel() {
        Runnable plain = () -> {};
        queue.add(task("third", 3));
        queue.add(plain);

        assertThat(queue.peek()).isSameAs(plain);
        assertThat(queue.remove(plain)).isTrue();
        assertThat(drained()).containsExactly("third");
    }

    @Test
    void isBoundedOverAllLevels() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer(task("t", i))).isTrue();
        }
        assertThat(queue.remainingCapacity()).isZero();
        assertThat(queue.offer(task("urgent", 1))).isFalse();
        assertThat(queue.offer(task("urgent", 1), 1, TimeUnit.MILLISECONDS)).isFalse();

        assertThat(queue.poll()).isNotNull();

        assertThat(queue.offer(task("urgent", 1))).isTrue();
        assertThat(queue).hasSize(5);
    }

    @Test
    void removesWhatWaitsAndNothingElse() {
        Named task = task("gone", 1);
        queue.add(task);
        queue.add(task("stays", 1));

        assertThat(queue.remove(task)).isTrue();
        assertThat(queue.remove(task)).isFalse();
        assertThat(drained()).containsExactly("stays");
    }

    @Test
    void whoTakesWaitsForATask() throws Exception {
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
        CompletableFuture<Runnable> taken = new CompletableFuture<>();
        Thread taker =
                new Thread(
                        () -> {
                            try {
                                taken.complete(queue.take());
                            } catch (InterruptedException e) {
                                taken.completeExceptionally(e);
                            }
                        });
        taker.start();
        Named task = task("t", 0);
        queue.put(task);

        assertThat(taken.get(20, TimeUnit.SECONDS)).isSameAs(task);
        taker.join();
    }
}
