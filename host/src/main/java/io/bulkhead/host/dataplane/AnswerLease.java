package io.bulkhead.host.dataplane;

import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.runtime.AnswerLife;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What an answer needs until it is written: the model that gave it, and maybe the memory that it
 * lies in. Given back once, however often it is closed.
 */
final class AnswerLease implements InferenceAnswer.Lease, AnswerLife {
    /** States in which there is nothing to run. */
    private enum Mark implements Runnable {
        NOTHING,
        CLOSED;

        @Override
        public void run() {
            // nothing
        }
    }

    private final LoadedModel model;
    private final AtomicReference<Runnable> ends = new AtomicReference<>(Mark.NOTHING);

    /** Takes the lease on the model over. */
    AnswerLease(LoadedModel model) {
        this.model = model;
    }

    @Override
    public boolean atEnd(Runnable action) {
        return ends.getAndUpdate(before -> before == Mark.CLOSED ? before : both(before, action))
                != Mark.CLOSED;
    }

    private static Runnable both(Runnable first, Runnable second) {
        return first == Mark.NOTHING
                ? second
                : () -> {
                    first.run();
                    second.run();
                };
    }

    @Override
    public void close() {
        Runnable end = ends.getAndSet(Mark.CLOSED);
        if (end != Mark.CLOSED) {
            end.run();
            model.release();
        }
    }
}
