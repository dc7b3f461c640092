package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared memory between the server and one child, made when the first large tensor comes; that
 * one, and all for which there is no memory, travel in messages.
 *
 * <p>What a call had is lent again when the child has answered. If the call ended in another way,
 * the child may still write there: it is in doubt until the child says that it has done with it,
 * and is never lent again if the child dies. Thread-safe. Owns the arena.
 */
final class ChildMemory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildMemory.class);

    private final ModelId model;
    private final Path folder;
    private final Function<TensorArena, CompletionStage<?>> introduction;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean complained = new AtomicBoolean();
    private final AtomicLong loans = new AtomicLong();
    private final Map<Long, TensorLoan> doubtful = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private boolean closed; // guarded by lock
    private @Nullable TensorArena opening; // guarded by lock
    private volatile @Nullable TensorArena arena;

    /**
     * @param folder the child's own
     * @param introduction makes an arena known to the child
     */
    ChildMemory(
            ModelId model, Path folder, Function<TensorArena, CompletionStage<?>> introduction) {
        this.model = model;
        this.folder = folder;
        this.introduction = introduction;
    }

    /**
     * Memory for this request's large inputs and for its outputs.
     *
     * @param outputs bytes of the large ones that may be expected
     * @param slots how many answers may be there at once
     */
    Optional<TensorLoan> lend(InferenceRequest request, long outputs, int slots) {
        long inputs = 0;
        for (Tensor input : request.inputs()) {
            if (TensorLoan.takes(input)) {
                inputs = ArenaLayout.aligned(inputs + RawTensors.byteCount(input.data()));
            }
        }
        if ((inputs == 0 && outputs == 0) || ArenaLoan.isTaken(request.parameters())) {
            return Optional.empty();
        }
        TensorArena from = arena;
        if (from == null) {
            open();
            return Optional.empty();
        }
        return lend(from, inputs, outputs, slots);
    }

    private Optional<TensorLoan> lend(TensorArena from, long inputs, long outputs, int slots) {
        long slot = outputs == 0 ? 0 : ArenaLayout.slotBytes(outputs);
        int count = outputs == 0 ? 0 : slots;
        OptionalLong start = from.take(inputs + count * slot);
        if (start.isEmpty() && inputs > 0 && count > 0) {
            count = 0;
            start = from.take(inputs);
        }
        if (start.isEmpty()) {
            complain("there is not enough of it for all requests under way");
            return Optional.empty();
        }
        long at = start.getAsLong();
        // Of its own for each: the child may say of the last call's that it is over after it began.
        long id = loans.incrementAndGet();
        return Optional.of(new TensorLoan(from, at, new ArenaLoan(id, at + inputs, slot, count)));
    }

    private void complain(String why) {
        if (complained.compareAndSet(false, true)) {
            LOG.info("Model {}: large tensors do without shared memory, as {}", model, why);
        }
    }

    private void open() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        TensorArena made;
        try {
            made = TensorArena.create(folder);
        } catch (IOException | UnsupportedOperationException e) {
            complain("none can be had (" + e.getMessage() + ")");
            return;
        }
        synchronized (lock) {
            if (closed) {
                made.close();
                return;
            }
            opening = made;
        }
        introduction
                .apply(made)
                .whenComplete(
                        (known, failure) -> {
                            made.unlink(); // both have it mapped, or never will
                            if (failure == null) {
                                arena = made;
                            } else {
                                complain("the process does not take it");
                                made.close();
                            }
                        });
    }

    /**
     * Takes back what a call had.
     *
     * @param answered whether the child itself has ended the call
     */
    void back(TensorLoan loan, boolean answered) {
        if (answered) {
            loan.end();
        } else {
            doubtful.put(loan.id(), loan);
            settleIfClosed();
        }
    }

    /** What the child may still use, though its calls are over here. */
    List<Long> inDoubt() {
        return List.copyOf(doubtful.keySet());
    }

    /** Of what was in doubt, the child uses no more than this. */
    void settle(List<Long> asked, Collection<String> used) {
        for (Long id : asked) {
            TensorLoan over = used.contains(id.toString()) ? null : doubtful.remove(id);
            if (over != null) {
                over.end();
            }
        }
    }

    /** Called when the child has ended, and so writes no more. */
    @Override
    public void close() {
        TensorArena last;
        synchronized (lock) {
            closed = true;
            last = opening;
        }
        if (last != null) {
            last.close();
            settleIfClosed();
        }
    }

    /** Calls may learn after all others that the child is dead. */
    private void settleIfClosed() {
        boolean dead;
        synchronized (lock) {
            dead = closed;
        }
        if (dead) {
            settle(inDoubt(), Set.of());
        }
    }
}
