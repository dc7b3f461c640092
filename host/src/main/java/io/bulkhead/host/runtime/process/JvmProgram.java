package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.runtime.InstanceSpec;
import java.io.IOException;
import java.time.Duration;

/** Children that are JVMs of ours. */
final class JvmProgram implements ChildProgram {
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final InstanceSpec spec;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final ChildReports reports;

    JvmProgram(
            InstanceSpec spec, ChildSettings settings, ChildThreads threads, ChildReports reports) {
        this.spec = spec;
        this.settings = settings;
        this.threads = threads;
        this.reports = reports;
    }

    @Override
    public String words() {
        return "child JVM";
    }

    @Override
    public Running start(Listener listener) throws IOException {
        ChildFolder folder = ChildFolder.create(settings.temporary());
        String secret = ChildSecret.create();
        try {
            new ChildSpecFile()
                    .write(
                            new ChildSpec(
                                    spec,
                                    folder.path(),
                                    folder.socket(),
                                    secret,
                                    settings.telemetry()),
                            folder.spec());
            Process process =
                    new ChildCommand(spec.javaHome().map(settings::on).orElse(settings))
                            .build(folder, spec.definition().child())
                            .start();
            return new Jvm(folder, secret, process, listener);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private final class Jvm implements Running {
        private final ChildFolder folder;
        private final Process process;
        private final Listener listener;
        private final ChildClient client;
        private final ChildLog log = new ChildLog(spec.definition().id());
        private final Thread output;

        Jvm(ChildFolder folder, String secret, Process process, Listener listener) {
            this.folder = folder;
            this.process = process;
            this.listener = listener;
            this.client =
                    new ChildClient(
                            spec.definition().id(), folder.socket(), secret, threads.sockets());
            this.output = readLines(secret);
        }

        private Thread readLines(String secret) {
            ChildMessage.Format messages = new ChildMessage.Format(secret);
            String name = "child-" + process.pid();
            new ChildOutput(process.getErrorStream(), name + "-stderr", log).start();
            return new ChildOutput(
                            process.getInputStream(),
                            name + "-stdout",
                            line ->
                                    messages.parse(line)
                                            .ifPresentOrElse(this::hear, () -> log.accept(line)))
                    .start();
        }

        private void hear(ChildMessage message) {
            if (message instanceof ChildMessage.Ready) {
                listener.ready();
            } else if (message instanceof ChildMessage.Failed failed) {
                listener.failed(new ServingException(failed.code(), failed.reason()));
            } else if (message instanceof ChildMessage.MetricRegistered metric) {
                reports.metrics().register(metric.name(), metric.description());
            } else if (message instanceof ChildMessage.MetricLogged metric) {
                reports.metrics().log(metric.name(), metric.value());
            } else if (message instanceof ChildMessage.Worked worked) {
                reports.statistics().add(worked.work());
            } else if (message instanceof ChildMessage.Logged line) {
                log.log(line);
            }
        }

        @Override
        public Process process() {
            return process;
        }

        @Override
        public ChildCalls calls() {
            return client;
        }

        @Override
        public void stop() {
            // Not Process.destroy: that closes the child's stdin as well, which means "die at
            // once".
            process.toHandle().destroy();
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }

        @Override
        public String lastWords(int exit) throws InterruptedException {
            output.join(LAST_LINES.toMillis());
            return exit == 3 ? "out of heap memory" : ChildProcess.how(exit);
        }

        @Override
        public void close() {
            client.close();
            folder.close();
        }
    }
}
