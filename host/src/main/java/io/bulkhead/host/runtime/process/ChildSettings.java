package io.bulkhead.host.runtime.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How child JVMs are run.
 *
 * @param javaHome the JVM that they run in
 * @param classPath the host's own classes and libraries
 * @param temporary where the folder of each child is made
 * @param archives of classes, which make them start faster
 * @param loadTimeout until a model must be loaded
 * @param heartbeatInterval between two questions whether a child is alive
 * @param heartbeatTimeout after which a child that does not answer is killed
 * @param hangTimeout after which a child is killed that only ever misses deadlines
 * @param restartPause before a child takes a dead one's place; more if it dies again and again
 * @param stopGrace for a child to end by itself
 * @param telemetry what it tells of its work
 */
public record ChildSettings(
        Path javaHome,
        String classPath,
        Path temporary,
        ChildArchives archives,
        Duration loadTimeout,
        Duration heartbeatInterval,
        Duration heartbeatTimeout,
        Duration hangTimeout,
        Duration restartPause,
        Duration stopGrace,
        ChildTelemetry telemetry) {

    /** The JVM and the class path of this process. */
    public static ChildSettings ofThisProcess(ChildTelemetry telemetry) {
        return new ChildSettings(
                Path.of(System.getProperty("java.home", "")),
                ChildClassPath.ofThisProcess(),
                Path.of(System.getProperty("java.io.tmpdir", "")),
                ChildArchives.ofThisProcess(),
                Duration.ofSeconds(120),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                telemetry);
    }

    /** The same on another Java, for which the archives are of no use. */
    ChildSettings on(Path otherJavaHome) {
        return new ChildSettings(
                otherJavaHome,
                classPath,
                temporary,
                ChildArchives.none(),
                loadTimeout,
                heartbeatInterval,
                heartbeatTimeout,
                hangTimeout,
                restartPause,
                stopGrace,
                telemetry);
    }
}
