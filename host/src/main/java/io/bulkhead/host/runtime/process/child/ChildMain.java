package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.runtime.CallWatch;
import io.bulkhead.host.runtime.InProcessInstance;
import io.bulkhead.host.runtime.ModelInstance;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main of a child JVM: loads one model as the host would and answers for it on a socket until
 * it is told to stop or its parent is gone.
 */
public final class ChildMain {
    private static final Logger LOG = LoggerFactory.getLogger(ChildMain.class);
    private static final int EXIT_LOAD_FAILED = 1;

    private ChildMain() {}

    /**
     * @param arguments the path of the spec
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        ChildSpec spec = new ChildSpecFile().read(file);
        Files.delete(file); // it holds the secret
        new ParentWatch(spec.folder()).start();
        TerminalSignals.ignore();
        ParentLink parent = new ParentLink(spec.secret());
        LogForwarding.to(
                (level, logger, message, exception, fields) ->
                        parent.tell(
                                new ChildMessage.Logged(
                                        level, logger, message, exception, fields)));
        ServerLog.ofProcess().levels(spec.telemetry().levels());
        try {
            serve(spec, parent);
        } catch (ServingException e) {
            LOG.error("The model cannot be loaded: {}", e.reason(), e);
            fail(parent, e.code(), e.reason());
        } catch (Exception | LinkageError e) {
            LOG.error("The model cannot be loaded", e);
            fail(parent, ErrorCode.MODEL_LOAD_FAILED, "the model's process cannot serve it");
        }
    }

    private static void serve(ChildSpec spec, ParentLink parent) throws IOException {
        ChildTelemetry telemetry = spec.telemetry();
        Tracing tracing = Tracing.of(telemetry.tracing());
        ModelInstance instance =
                InProcessInstance.load(
                        spec.instance(),
                        new NativeLayers(),
                        new ChildMetrics(parent),
                        CallWatch.of(tracing.isOn() || telemetry.marksLog()));
        ChildServer server =
                new ChildServer(
                        spec, instance, new StageReport(instance.statistics(), parent), tracing);
        server.start();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    server.close();
                                    instance.close();
                                    tracing.close();
                                },
                                "child-stop"));
        parent.tell(new ChildMessage.Ready());
    }

    private static void fail(ParentLink parent, ErrorCode code, String reason) {
        parent.tell(new ChildMessage.Failed(code, reason));
        System.exit(EXIT_LOAD_FAILED); // threads that the model left would keep the JVM alive
    }
}
