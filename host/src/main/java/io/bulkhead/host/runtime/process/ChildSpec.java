package io.bulkhead.host.runtime.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a child is told at its start: which models to load and where to answer.
 *
 * @param models one, but for the children that models share
 * @param folder its own, deleted by whoever lives longer
 * @param socket where it serves
 * @param secret what its parent says with each call and it says with each message
 * @param telemetry what it tells of its work
 */
public record ChildSpec(
        List<ChildModel> models,
        Path folder,
        Path socket,
        String secret,
        ChildTelemetry telemetry) {
    /** Copies the list. */
    public ChildSpec {
        models = List.copyOf(models);
    }
}
