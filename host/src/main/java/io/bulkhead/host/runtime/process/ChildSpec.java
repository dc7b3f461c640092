package io.bulkhead.host.runtime.process;

import io.bulkhead.host.runtime.InstanceSpec;
import java.nio.file.Path;

/**
 * What a child is told: which model to load and where to answer.
 *
 * @param folder its own, deleted by whoever lives longer
 * @param socket where it serves
 * @param secret what its parent says with each call and it says with each message
 * @param telemetry what it tells of its work
 */
public record ChildSpec(
        InstanceSpec instance, Path folder, Path socket, String secret, ChildTelemetry telemetry) {}
