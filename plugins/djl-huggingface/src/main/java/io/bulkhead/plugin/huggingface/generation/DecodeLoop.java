package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tokens of all sequences of a model, on a thread of its own: those that want one get it
 * in one run, and whoever joins or leaves does so between two runs. Owns the thread, not the model.
 * Thread-safe.
 */
final class DecodeLoop implements AutoCloseable {
    /** More rows at once make each run longer than they save. */
    private static final int MOST_ROWS = 32;

    private static final int MOST_SEQUENCES = 1024;

    private final String name;
    private final BatchSteps decoder;
    private final List<BatchedSequence> members = new ArrayList<>(); // guarded by this
    private @Nullable Thread thread; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param name of the model, for the thread
     */
    DecodeLoop(String name, BatchSteps decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    /**
     * Takes a sequence in.
     *
     * @param input what an encoder reads for it, or what it begins with
     * @throws ServingException {@code RESOURCE_EXHAUSTED} if there are too many
     */
    BatchedSequence join(long[] input, GrowingTokens tokens) {
        BatchedSequence sequence = new BatchedSequence(this, input, tokens);
        synchronized (this) {
            if (closed) {
                throw gone();
            }
            if (isFull()) {
                throw new ServingException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        MOST_SEQUENCES + " texts are being made already; try again");
            }
            members.add(sequence);
            start();
            notifyAll();
        }
        return sequence;
    }

    /** Those that are done leave with the next turn. */
    private synchronized boolean isFull() {
        return members.size() >= MOST_SEQUENCES
                && members.stream().filter(member -> !member.isDone()).count() >= MOST_SEQUENCES;
    }

    private synchronized void start() {
        if (thread == null) {
            thread = new Thread(this::run, "model-" + name + "-generation");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Somebody wants more, or is gone. */
    synchronized void wake() {
        notifyAll();
    }

    private void run() {
        try {
            for (List<BatchedSequence> turn = turn(); !turn.isEmpty(); turn = turn()) {
                advance(turn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } finally {
            end();
        }
    }

    /** Waits for sequences that want a token, the oldest first; none when this is closed. */
    private synchronized List<BatchedSequence> turn() throws InterruptedException {
        while (!closed) {
            members.removeIf(DecodeLoop::isLeaving);
            List<BatchedSequence> turn =
                    members.stream().filter(BatchedSequence::wantsMore).limit(MOST_ROWS).toList();
            if (!turn.isEmpty()) {
                return turn;
            }
            wait();
        }
        return List.of();
    }

    private static boolean isLeaving(BatchedSequence sequence) {
        boolean done = sequence.isDone();
        if (done) {
            sequence.leave();
        }
        return done;
    }

    private void advance(List<BatchedSequence> turn) {
        List<BatchedSequence> running =
                turn.stream().filter(sequence -> sequence.row().isPresent()).toList();
        if (!running.isEmpty()) {
            attempt(running, () -> decoder.step(running));
        }
        for (BatchedSequence sequence : turn) {
            if (sequence.row().isEmpty()) {
                attempt(List.of(sequence), () -> decoder.begin(sequence));
            }
        }
    }

    private static void attempt(List<BatchedSequence> sequences, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            sequences.forEach(sequence -> sequence.fail(e));
        }
    }

    private synchronized void end() {
        closed = true;
        for (BatchedSequence sequence : members) {
            sequence.fail(gone());
            sequence.leave();
        }
        members.clear();
    }

    private static ServingException gone() {
        return new ServingException(ErrorCode.UNAVAILABLE, "the model is being closed");
    }

    /** Ends the sequences that are left, and waits for the run under way. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
