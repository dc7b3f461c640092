package io.bulkhead.host.telemetry;

import io.bulkhead.api.metadata.ModelId;
import java.util.List;

/**
 * What a loaded model does and did, read when the metrics are.
 *
 * @param inFlight requests that are not answered yet
 * @param waiting those of them that wait for a thread of the model
 * @param stages how long what it does with a request took
 */
public record ModelActivity(ModelId model, long inFlight, int waiting, List<Stage> stages) {
    /** Copies the list. */
    public ModelActivity {
        stages = List.copyOf(stages);
    }

    /**
     * One stage.
     *
     * @param bounds upper ones of all buckets but the last, in seconds
     * @param counts how many fell into each bucket, one more than there are bounds
     * @param seconds all together
     */
    public record Stage(String name, List<Double> bounds, List<Long> counts, double seconds) {
        /** Copies the lists. */
        public Stage {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }
}
