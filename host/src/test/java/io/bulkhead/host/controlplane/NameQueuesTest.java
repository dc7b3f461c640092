package io.bulkhead.host.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NameQueuesTest {
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final NameQueues queues = new NameQueues(ready::add);
    private final List<String> done = new ArrayList<>();

    @CanIgnoreReturnValue
    private CompletableFuture<Void> submit(String name, String what) {
        return queued(name, what, () -> done.add(what + " " + name));
    }

    private CompletableFuture<Void> queued(String name, String what, Runnable task) {
        return queues.submit(name, what, task).toCompletableFuture();
    }

    private void runAll() {
        while (!ready.isEmpty()) {
            ready.remove().run();
        }
    }

    @Test
    void oneNameIsServedOneByOneAndOthersBesideIt() {
        submit("a", "load");
        submit("a", "unload");
        submit("b", "load");
        assertThat(ready).hasSize(2);
        runAll();
        assertThat(done).containsExactly("load a", "load b", "unload a");
    }

    @Test
    void whoAsksForWhatAlreadyWaitsJoinsIt() {
        assertThat(submit("a", "load")).isSameAs(submit("a", "load"));
        runAll();
        assertThat(done).containsExactly("load a");
    }

    @Test
    void whoAsksForWhatIsUnderWayGetsAnotherSinceTheFilesMayHaveChanged() {
        List<CompletableFuture<Void>> second = new ArrayList<>();
        CompletableFuture<Void> first = queued("a", "load", () -> second.add(submit("a", "load")));
        runAll();
        assertThat(first).isCompleted();
        assertThat(second.get(0)).isNotSameAs(first).isCompleted();
        assertThat(done).containsExactly("load a");
    }

    @Test
    void aFailureDoesNotHoldUpTheNext() {
        CompletableFuture<Void> failed =
                queued(
                        "a",
                        "load",
                        () -> {
                            throw new IllegalStateException("broken");
                        });
        CompletableFuture<Void> next = submit("a", "unload");
        runAll();
        assertThat(failed).isCompletedExceptionally();
        assertThat(next).isCompleted();
    }

    @Test
    void whatIsDoneCanBeAskedForAgain() {
        submit("a", "load");
        runAll();
        submit("a", "load");
        runAll();
        assertThat(done).containsExactly("load a", "load a");
    }
}
