package io.bulkhead.host.cli;

import io.bulkhead.host.Distribution;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.config.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bulkhead start FOLDER}: serves the models of a folder until it is told to stop. */
@Command(
        name = "start",
        description = "Serve the models of a folder over REST, gRPC and metrics.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bulkhead start models",
            "  bulkhead start models --http-port 9000 --host 127.0.0.1",
            "  MLSERVER_PARALLEL_WORKERS=4 bulkhead start models",
            "",
            "Every setting of settings.json can also be given as MLSERVER_<NAME> in the"
                    + " environment."
        })
public final class StartCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Folder with models, or one model's folder. Default: the current one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Option(names = "--host", description = "Interface to bind all ports to.")
    private @Nullable String host;

    @Option(names = "--http-port", description = "Port of REST; 0 takes a free one.")
    private @Nullable String httpPort;

    @Option(names = "--grpc-port", description = "Port of gRPC; 0 takes a free one.")
    private @Nullable String grpcPort;

    @Option(names = "--metrics-port", description = "Port of the metrics; 0 takes a free one.")
    private @Nullable String metricsPort;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SettingsLoader loader = SettingsLoader.ofProcess();
        ServerSettings settings;
        try {
            settings = loader.load(folder.toAbsolutePath().normalize(), flags());
        } catch (SettingsException e) {
            err.println(e.reason());
            return CommandLine.ExitCode.SOFTWARE;
        }
        Server server = new Server(settings, Distribution.ofProcess(), loader.variables());
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(server, stopped), "shutdown");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            err.println("bulkhead cannot start: " + e.getMessage());
            Runtime.getRuntime().removeShutdownHook(stop);
            server.close();
            return CommandLine.ExitCode.SOFTWARE;
        }
        new StartReport(server, settings, begin).print(out);
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private static void stop(Server server, CountDownLatch stopped) {
        server.close();
        stopped.countDown();
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "host", host);
        put(flags, "http_port", httpPort);
        put(flags, "grpc_port", grpcPort);
        put(flags, "metrics_port", metricsPort);
        return flags;
    }

    private static void put(Map<String, String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.put(name, value);
        }
    }
}
