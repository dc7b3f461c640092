package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence whose tokens a {@link DecodeLoop} makes together with those of others. It runs ahead
 * of its reader by a number of tokens; then it stands aside until some are read.
 */
final class BatchedSequence implements TokenSequence {
    private static final int AHEAD = 32;

    private final DecodeLoop loop;
    private final long[] input;
    private final GrowingTokens made; // guarded by this
    private int told; // guarded by this
    private boolean unhurried; // guarded by this; whoever waits does so for the end
    private boolean running; // guarded by this; needs no reader
    private boolean closed; // guarded by this
    private @Nullable RuntimeException failure; // guarded by this

    /** What is computed of it; the loop's thread alone sees it. */
    private Optional<PastRow> row = Optional.empty();

    /** What an encoder has read for it; the loop's thread alone sees it. */
    private Optional<PastRow> read = Optional.empty();

    /**
     * @param input never written to
     */
    BatchedSequence(DecodeLoop loop, long[] input, GrowingTokens made) {
        this.loop = loop;
        this.input = input;
        this.made = made;
        this.told = made.start();
    }

    long[] input() {
        return input;
    }

    Optional<PastRow> row() {
        return row;
    }

    Optional<PastRow> read() {
        return read;
    }

    /** Takes over what the encoder has read, and gives back what was before. */
    void readFrom(Optional<PastRow> next) {
        read.ifPresent(PastRow::release);
        read = next;
    }

    /** Gives back all that is computed. */
    void leave() {
        moveTo(Optional.empty());
        readFrom(Optional.empty());
    }

    /** Takes over what is computed now, and gives back what was before. */
    void moveTo(Optional<PastRow> next) {
        row.ifPresent(PastRow::release);
        row = next;
    }

    synchronized long[] known() {
        return made.tokens();
    }

    synchronized boolean isDone() {
        return closed || failure != null || made.isOver();
    }

    synchronized boolean wantsMore() {
        return !isDone() && (running || made.length() - told < AHEAD);
    }

    synchronized void add(float[] scores) {
        if (!closed) {
            made.add(scores);
            if (!unhurried || made.isOver()) {
                notifyAll();
            }
        }
    }

    synchronized void fail(RuntimeException cause) {
        failure = cause;
        notifyAll();
    }

    @Override
    public boolean advance() {
        boolean resumed;
        synchronized (this) {
            awaitToken();
            if (told == made.length()) {
                return false;
            }
            resumed = made.length() - told == AHEAD;
            told++;
        }
        if (resumed) {
            loop.wake();
        }
        return true;
    }

    @Override
    public void letRun() {
        synchronized (this) {
            running = true;
        }
        loop.wake();
    }

    @Override
    public void finish(RequestContext context) {
        letRun();
        context.onCancel(this::close);
        synchronized (this) {
            unhurried = true;
            awaitToken();
            unhurried = false;
            Generator.requireWanted(context);
            told = made.length();
        }
    }

    private synchronized void awaitToken() {
        try {
            while ((unhurried || told == made.length()) && !isDone()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServingException(ErrorCode.UNAVAILABLE, "the model is being closed", e);
        }
        if (failure != null && (unhurried || told == made.length())) {
            throw failure;
        }
    }

    @Override
    public synchronized List<TokenProbability> probabilities() {
        List<TokenProbability> all = made.probabilities();
        return List.copyOf(all.subList(0, Math.min(all.size(), told - made.start())));
    }

    @Override
    public synchronized long[] tokens() {
        return Arrays.copyOf(made.tokens(), told);
    }

    @Override
    public synchronized int start() {
        return made.start();
    }

    @Override
    public synchronized boolean isComplete() {
        return made.isComplete() && told == made.length();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        loop.wake();
    }
}
