package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.PythonHome;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.process.ChildCalls;
import io.bulkhead.host.runtime.process.ChildLog;
import io.bulkhead.host.runtime.process.ChildOutput;
import io.bulkhead.host.runtime.process.ChildProcess;
import io.bulkhead.host.runtime.process.ChildProgram;
import io.bulkhead.host.runtime.process.ChildThreads;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Children that are real MLServers, each with one model. */
final class PythonProgram implements ChildProgram {
    private static final Logger LOG = LoggerFactory.getLogger(PythonProgram.class);
    private static final Duration LAST_LINES = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * MLServer as its own command starts it. Without workers of its own it would not show what
     * models register by {@code mlserver.register}, so that registry is added to the one shown.
     */
    private static final String MAIN =
            """
            import contextlib
            with contextlib.suppress(ImportError):
                import prometheus_client, mlserver.metrics.registry as models
                prometheus_client.REGISTRY.register(models.REGISTRY)
            from mlserver.cli import main
            main()
            """;

    private static final String MODEL_VARIABLES = "MLSERVER_MODEL_";

    /** What a child inherits of the environment; anything else could be a secret of the host's. */
    private static final Set<String> INHERITED =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TZ",
                    "LD_LIBRARY_PATH",
                    "PYTHONPATH",
                    "CUDA_VISIBLE_DEVICES",
                    "OMP_NUM_THREADS",
                    "HF_HOME",
                    "HF_HUB_OFFLINE",
                    "TRANSFORMERS_OFFLINE",
                    "XDG_CACHE_HOME");

    private final InstanceSpec spec;
    private final PythonHome python;
    private final PythonSettings settings;
    private final ChildThreads threads;
    private final HttpClient http;
    private final MlserverMetrics metrics;

    PythonProgram(
            InstanceSpec spec,
            PythonSettings settings,
            ChildThreads threads,
            HttpClient http,
            MlserverMetrics metrics) {
        this.spec = spec;
        this.python = spec.environment().python().orElseThrow();
        this.settings = settings;
        this.threads = threads;
        this.http = http;
        this.metrics = metrics;
    }

    @Override
    public String words() {
        return "process with " + python.words();
    }

    @Override
    public Running start(Listener listener) throws IOException {
        PortReservation reservation = PortReservation.take();
        try {
            return start(listener, reservation);
        } catch (IOException e) {
            reservation.close();
            throw e;
        }
    }

    private Running start(Listener listener, PortReservation reservation) throws IOException {
        MlserverFolder folder = MlserverFolder.create(spec, settings, reservation.ports());
        try {
            Process process = command(folder).start();
            return new Mlserver(folder, reservation, process, ProcessGuard.of(process), listener);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private ProcessBuilder command(MlserverFolder folder) {
        String interpreter = python.interpreter().toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                                ProcessGuard.inSessionOfItsOwn(
                                        List.of(
                                                interpreter,
                                                "-c",
                                                MAIN,
                                                "start",
                                                folder.start().toString())))
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> !isInherited(name));
        variables.put("TMPDIR", folder.temporary().toString());
        variables.put("PYTHONUNBUFFERED", "1");
        Path bin = python.interpreter().toAbsolutePath().getParent();
        variables.merge("PATH", String.valueOf(bin), (old, own) -> own + File.pathSeparator + old);
        variables.putAll(spec.definition().child().variables());
        return builder;
    }

    private static boolean isInherited(String name) {
        return INHERITED.contains(name) || name.startsWith(MODEL_VARIABLES);
    }

    private final class Mlserver implements Running {
        private final ModelId model = spec.definition().id();
        private final MlserverFolder folder;
        private final PortReservation reservation;
        private final Process process;
        private final ProcessGuard guard;
        private final Listener listener;
        private final MlserverRest rest;
        private final MlserverCalls calls;
        private final MlserverLog log;
        private final MlserverMetrics.Source measured;
        private final Thread output;
        private volatile boolean loaded;

        Mlserver(
                MlserverFolder folder,
                PortReservation reservation,
                Process process,
                ProcessGuard guard,
                Listener listener) {
            this.folder = folder;
            this.reservation = reservation;
            this.process = process;
            this.guard = guard;
            this.listener = listener;
            MlserverPorts ports = reservation.ports();
            this.rest = new MlserverRest(http, model, ports);
            this.calls = new MlserverCalls(rest, new MlserverGrpc(model, ports, threads.sockets()));
            this.measured = metrics.of(model, ports);
            ChildLog hostLog = new ChildLog(model);
            this.log =
                    new MlserverLog(
                            line -> hostLog.log(line.level(), line.logger(), line.message()),
                            reason -> listener.failed(ServingException.loadFailed(reason, null)));
            this.output =
                    new ChildOutput(
                                    process.getInputStream(),
                                    "child-" + process.pid() + "-output",
                                    log::accept)
                            .start();
            poll();
        }

        private void poll() {
            threads.later(POLL, this::askWhetherReady);
        }

        private void askWhetherReady() {
            if (!process.isAlive()) {
                return; // its end says what is to be said
            }
            var unused =
                    rest.modelReady(PATIENCE)
                            .thenAccept(
                                    ready -> {
                                        if (ready) {
                                            askForRoutes();
                                        } else {
                                            poll();
                                        }
                                    });
        }

        /** Its gRPC must answer, too, before it is taken for ready. */
        private void askForRoutes() {
            var unused =
                    rest.ask("/openapi.json", PATIENCE)
                            .thenAccept(
                                    answer ->
                                            calls.offers(
                                                    MlserverRoutes.of(
                                                            model.toString(), answer.body())))
                            .thenCompose(told -> calls.live(PATIENCE))
                            .whenComplete(
                                    (alive, failure) -> {
                                        if (failure == null) {
                                            loaded = true;
                                            listener.ready();
                                        } else {
                                            LOG.debug("Model {} is not ready yet", model, failure);
                                            poll();
                                        }
                                    });
        }

        @Override
        public Process process() {
            return process;
        }

        @Override
        public ChildCalls calls() {
            return calls;
        }

        @Override
        public void stop() {
            process.toHandle().destroy();
        }

        @Override
        public void kill() {
            guard.close();
            process.destroyForcibly();
        }

        @Override
        public String lastWords(int exit) throws InterruptedException {
            output.join(LAST_LINES.toMillis());
            String how = ChildProcess.how(exit);
            // Of a model that answered requests, the last exception is one that was answered.
            String exception = loaded || exit > 128 ? "" : log.lastException();
            return exception.isEmpty() ? how : how + ", " + exception;
        }

        @Override
        public void close() {
            measured.close();
            guard.close();
            calls.close();
            reservation.close();
            folder.close();
        }
    }
}
