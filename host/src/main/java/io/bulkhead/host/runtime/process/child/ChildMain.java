package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.plugin.release.LeakSentinel;
import io.bulkhead.host.runtime.CallWatch;
import io.bulkhead.host.runtime.process.ChildMessage;
import io.bulkhead.host.runtime.process.ChildSpec;
import io.bulkhead.host.runtime.process.ChildSpecFile;
import io.bulkhead.host.runtime.process.ChildTelemetry;
import io.bulkhead.host.telemetry.logging.LogForwarding;
import io.bulkhead.host.telemetry.logging.ServerLog;
import io.bulkhead.host.telemetry.tracing.Tracing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main of a child JVM: loads models as the host would and answers for them on a socket until it
 * is told to stop or its parent is gone.
 */
public final class ChildMain {
    private static final Logger LOG = LoggerFactory.getLogger(ChildMain.class);
    private static final int EXIT_FAILED = 1;

    private ChildMain() {}

    /**
     * @param arguments the path of the spec
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        ChildSpec spec = new ChildSpecFile().read(file);
        Files.delete(file); // it holds the secret
        ParentWatch watch = new ParentWatch(spec.folder());
        watch.start();
        TerminalSignals.ignore();
        ParentLink parent = new ParentLink(spec.secret());
        LogForwarding.to(
                (level, logger, message, exception, fields) ->
                        parent.tell(
                                new ChildMessage.Logged(
                                        level, logger, message, exception, fields)));
        OrderedLevels levels = new OrderedLevels(ServerLog.ofProcess());
        levels.set(spec.telemetry().levels());
        try {
            serve(spec, parent, watch, levels);
        } catch (Exception | LinkageError e) {
            LOG.error("The process cannot serve", e);
            System.exit(EXIT_FAILED);
        }
    }

    private static void serve(
            ChildSpec spec, ParentLink parent, ParentWatch watch, OrderedLevels levels)
            throws IOException {
        ChildTelemetry telemetry = spec.telemetry();
        Tracing tracing = Tracing.of(telemetry.tracing());
        LeakSentinel sentinel =
                new LeakSentinel(
                        Duration.ofMillis(telemetry.leaks().afterMillis()),
                        telemetry.leaks().maxDumpBytes());
        ChildModels models =
                new ChildModels(
                        parent, CallWatch.of(tracing.isOn() || telemetry.marksLog()), sentinel);
        ChildServer server = new ChildServer(spec, models, tracing);
        server.start();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    server.close();
                                    models.close();
                                    sentinel.close();
                                    tracing.close();
                                },
                                "child-stop"));
        watch.obey(new ChildWork(models, levels));
        spec.models().forEach(models::load);
    }
}
