package io.bulkhead.host.runtime;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model has done up to a moment, or between two.
 *
 * @param predictions how often it has run
 * @param predictNanos what these took, decoding and encoding included
 * @param queue waiting for a thread
 * @param decode making the runtime's values of tensors
 * @param infer the model itself
 * @param encode making tensors of the runtime's values
 */
public record WorkDone(
        long predictions, long predictNanos, Stage queue, Stage decode, Stage infer, Stage encode) {
    /** Nothing. */
    public static final WorkDone NONE =
            new WorkDone(0, 0, Stage.NONE, Stage.NONE, Stage.NONE, Stage.NONE);

    /** What came after an earlier moment. */
    public WorkDone since(WorkDone earlier) {
        return new WorkDone(
                predictions - earlier.predictions,
                predictNanos - earlier.predictNanos,
                queue.since(earlier.queue),
                decode.since(earlier.decode),
                infer.since(earlier.infer),
                encode.since(earlier.encode));
    }

    /**
     * The times of one stage.
     *
     * @param counts how many fell into each bucket of {@link StageTimes}
     * @param nanos all of them together
     */
    public record Stage(List<Long> counts, long nanos) {
        static final Stage NONE = new StageTimes().soFar();

        /** Checks the number of buckets. */
        public Stage {
            counts = List.copyOf(counts);
            if (counts.size() != StageTimes.bounds().size() + 1) {
                throw new IllegalArgumentException(counts.size() + " buckets");
            }
        }

        Stage since(Stage earlier) {
            return new Stage(
                    IntStream.range(0, counts.size())
                            .mapToObj(i -> counts.get(i) - earlier.counts.get(i))
                            .toList(),
                    nanos - earlier.nanos);
        }
    }
}
