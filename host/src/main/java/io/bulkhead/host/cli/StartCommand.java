package io.bulkhead.host.cli;

import io.bulkhead.host.Distribution;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingKey;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.telemetry.logging.ServerLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bulkhead start FOLDER}: serves the models of a folder until it is told to stop. */
@Command(
        name = "start",
        description = {
            "Serve the models of a folder over REST, gRPC and metrics, until Ctrl-C.",
            "",
            "A setting is taken from the first place that has it: the options below,"
                    + " settings.json in the folder, MLSERVER_<NAME> in the environment, .env in"
                    + " the working directory."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:told to stop", "1:cannot start", "2:wrong usage"},
        footer = {
            "",
            "Examples:",
            "  bulkhead start models",
            "  bulkhead start models --http-port 9000 --host 127.0.0.1",
            "  bulkhead start --dev models",
            "  MLSERVER_PARALLEL_WORKERS=4 bulkhead start models",
            "  bulkhead start models --cors-settings '{\"allow_origins\": [\"*\"]}'",
            "",
            "Settings of a model stand in its model-settings.json. To see whether all is well"
                    + " before a start: bulkhead check models"
        })
public final class StartCommand implements Callable<Integer> {
    private static final String DEV_POLL_MILLISECONDS = "200";

    @Parameters(
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Folder with models, or one model's folder. Default: the current one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @CommandLine.Option(
            names = "--dev",
            description =
                    "While you work on a model or plugin: what changes in the folder is loaded"
                            + " within a second. The same as --repository-poll-milliseconds "
                            + DEV_POLL_MILLISECONDS
                            + ".")
    private boolean dev;

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
        ServerLog log;
        Server server;
        try {
            SettingsLoader.Loaded loaded =
                    loader.read(folder.toAbsolutePath().normalize(), flags());
            settings = loaded.settings();
            log = ServerLog.configure(settings);
            loader.warn(loaded);
            server = new Server(settings, Distribution.ofProcess(), loader.variables());
        } catch (SettingsException e) {
            err.println(e.reason());
            return CommandLine.ExitCode.SOFTWARE;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(server, log, stopped), "shutdown");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            err.println("bulkhead cannot start: " + e.getMessage());
            Runtime.getRuntime().removeShutdownHook(stop);
            server.close();
            return CommandLine.ExitCode.SOFTWARE;
        }
        ClassArchive.ofProcess().isWorthKeeping();
        StartReport report = new StartReport(server, settings, begin);
        if (settings.observability().structuredLogs()) {
            report.log(); // standard output is JSON lines then, and nothing else
        } else {
            report.print(out);
        }
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private Map<String, String> flags() {
        Map<String, String> flags = SettingOptions.given(spec.commandLine().getParseResult());
        if (dev) {
            flags.putIfAbsent(
                    SettingKey.REPOSITORY_POLL_MILLISECONDS.name(), DEV_POLL_MILLISECONDS);
        }
        return flags;
    }

    private static void stop(Server server, ServerLog log, CountDownLatch stopped) {
        server.close();
        log.close();
        stopped.countDown();
    }
}
