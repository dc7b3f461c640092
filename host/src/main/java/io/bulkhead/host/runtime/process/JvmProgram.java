package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Children that are JVMs of ours, each with all models of a crew. */
final class JvmProgram implements PoolProgram {
    private static final Logger LOG = LoggerFactory.getLogger(JvmProgram.class);
    private static final Duration METADATA = Duration.ofSeconds(10);
    private static final Duration LAST_LINES = Duration.ofSeconds(2);
    private static final int NEVER_STARTED = -1;

    private final Crew crew;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final LevelsOfChildren levels;
    private final CrashReports crashes;

    JvmProgram(
            Crew crew,
            ChildSettings settings,
            ChildThreads threads,
            LevelsOfChildren levels,
            CrashReports crashes) {
        this.crew = crew;
        this.settings = settings;
        this.threads = threads;
        this.levels = levels;
        this.crashes = crashes;
    }

    @Override
    public String words() {
        return "child JVM";
    }

    @Override
    public Running start(List<PoolMember> members, Listener listener) throws IOException {
        ChildFolder folder = ChildFolder.create(settings.temporary());
        String secret = ChildSecret.create();
        try {
            new ChildSpecWriter()
                    .write(
                            new ChildSpec(
                                    members.stream().map(PoolMember::model).toList(),
                                    folder.path(),
                                    folder.socket(),
                                    secret,
                                    telemetry()),
                            folder.spec());
            return new Jvm(folder, secret, execute(folder, members), members, listener);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private ChildTelemetry telemetry() {
        ChildTelemetry all = levels.in(settings.telemetry());
        return crew.pool().isPresent() ? all : all.withoutLeakCheck();
    }

    private Execution execute(ChildFolder folder, List<PoolMember> members) throws IOException {
        PoolShape shape = crew.shape();
        ChildSettings fitting = shape.javaHome().map(settings::on).orElse(settings);
        ChildArchive archive =
                members.isEmpty() // all have left while it is about to start
                        ? ChildArchive.NONE
                        : fitting.archives().of(jars(members.get(0)), shape.options().jvmOptions());
        try {
            return new Execution(
                    new ChildCommand(fitting).build(folder, shape.options(), archive).start(),
                    archive);
        } catch (IOException e) {
            archive.ended(NEVER_STARTED);
            throw e;
        }
    }

    private static List<JarContents> jars(PoolMember member) {
        return member.model().instance().environment().jars();
    }

    /** A process, and what it does about archives of classes. */
    private record Execution(Process process, ChildArchive archive) {}

    private final class Jvm implements Running {
        private final ChildFolder folder;
        private final Process process;
        private final ChildArchive archive;
        private final Listener listener;
        private final ChildClient client;
        private final ChildOrders orders;
        private final ChildLog log = new ChildLog(crew);
        private final Map<Integer, PoolMember> members = new ConcurrentHashMap<>();
        private final Map<Integer, List<ChildMessage.Route>> routes = new ConcurrentHashMap<>();
        private final Thread output;

        Jvm(
                ChildFolder folder,
                String secret,
                Execution execution,
                List<PoolMember> loading,
                Listener listener) {
            this.folder = folder;
            this.process = execution.process();
            this.archive = execution.archive();
            this.listener = listener;
            this.client =
                    ChildClient.open(crew.founder(), folder.socket(), secret, threads.sockets());
            this.orders = new ChildOrders(process);
            loading.forEach(member -> members.put(member.number(), member));
            this.output = readLines(secret);
        }

        private Thread readLines(String secret) {
            ChildMessageReader messages = new ChildMessageReader(secret);
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
            if (message instanceof ChildMessage.Ready ready) {
                routes.put(ready.model(), ready.routes());
                member(ready.model()).ifPresent(listener::ready);
            } else if (message instanceof ChildMessage.Loading loading) {
                member(loading.model()).ifPresent(listener::stillLoading);
            } else if (message instanceof ChildMessage.Failed failed) {
                ServingException why = new ServingException(failed.code(), failed.reason());
                member(failed.model()).ifPresent(member -> listener.failed(member, why));
            } else if (message instanceof ChildMessage.MetricRegistered metric) {
                metrics(metric.model())
                        .ifPresent(own -> own.register(metric.name(), metric.description()));
            } else if (message instanceof ChildMessage.MetricLogged metric) {
                metrics(metric.model()).ifPresent(own -> own.log(metric.name(), metric.value()));
            } else if (message instanceof ChildMessage.Described described) {
                member(described.model()).ifPresent(this::askAnew);
            } else if (message instanceof ChildMessage.Worked worked) {
                member(worked.model())
                        .ifPresent(member -> member.reports().statistics().add(worked.work()));
            } else if (message instanceof ChildMessage.Logged line) {
                log.log(line);
            }
        }

        /** What a model says while it is being loaded is read after that anyway. */
        private void askAnew(PoolMember member) {
            var unused =
                    client.of(member.model(), List.of())
                            .metadata(METADATA)
                            .whenComplete(
                                    (metadata, failure) -> {
                                        if (failure == null) {
                                            member.reports().metadata().tell(metadata);
                                        } else {
                                            LOG.debug("{} does not say", member.id(), failure);
                                        }
                                    });
        }

        private Optional<PoolMember> member(int number) {
            return Optional.ofNullable(members.get(number));
        }

        private Optional<ModelMetrics> metrics(int number) {
            return member(number).map(member -> member.reports().metrics());
        }

        @Override
        public ChildCalls calls(PoolMember member) {
            return client.of(member.model(), routes.getOrDefault(member.number(), List.of()));
        }

        @Override
        public void load(PoolMember member) {
            members.put(member.number(), member);
            orders.give(new ParentOrder.Load(member.model()));
        }

        @Override
        public void unload(PoolMember member) {
            members.remove(member.number());
            routes.remove(member.number());
            orders.give(new ParentOrder.Unload(member.number()));
        }

        @Override
        public void levels(Map<String, LogLevel> levels) {
            orders.give(new ParentOrder.Levels(levels));
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
        public boolean writesAtItsEnd() {
            return archive.isWritten();
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }

        @Override
        public String lastWords(int exit) throws InterruptedException {
            output.join(LAST_LINES.toMillis());
            String how = exit == 3 ? "out of heap memory" : ChildProcess.how(exit);
            return how + crashes.keep(folder.path(), crew.label()).orElse("");
        }

        @Override
        public void close() {
            archive.ended(process.exitValue());
            client.close();
            folder.close();
        }
    }
}
