package io.bulkhead.host.cli.infer;

import io.bulkhead.api.metadata.ModelId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be asked, and how hard.
 *
 * @param input one request as JSON in each line
 * @param output one answer as JSON in each line, in the order in which they come
 * @param attempts how often a request is sent before it has failed; at least 1
 * @param batchSize how many lines may be sent as one request
 * @param restart whether to begin anew where an earlier run was interrupted
 */
record BatchJob(
        Path input,
        Path output,
        ModelId model,
        int attempts,
        int batchSize,
        Pace pace,
        boolean restart) {
    /**
     * How fast requests are sent.
     *
     * @param workers how many at a time
     * @param interval at least so long between two of one worker
     * @param jitter at most so much longer, at random
     * @param retryPause before a request is sent again
     */
    record Pace(int workers, Duration interval, Duration jitter, Duration retryPause) {}
}
