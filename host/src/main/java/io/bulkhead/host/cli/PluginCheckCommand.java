package io.bulkhead.host.cli;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.plugin.check.Finding;
import io.bulkhead.host.plugin.check.PluginCheck;
import io.bulkhead.host.plugin.check.PluginReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bulkhead plugin check}: what is wrong with a plugin's file. */
@Command(
        name = "check",
        description = {
            "Say what is in a plugin, and what is wrong with it.",
            "",
            "Reads it as the server does, and all of its classes. Runs nothing of it."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong, though there may be warnings",
            "1:something is wrong",
            "2:wrong usage"
        })
public final class PluginCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A jar, a zip, or the folder of one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--strict", description = "Warnings are wrong, too.")
    private boolean strict;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(file)) {
            return refused("there is no such file");
        }
        // A look must not leave any copy behind.
        Path copies = Files.createTempDirectory("bulkhead-plugin-check");
        try (EnvironmentStore store = new EnvironmentStore(copies)) {
            PluginReport report =
                    new PluginCheck(store, Runtime.version().feature()).of(file.toAbsolutePath());
            print(report);
            return isGood(report) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (ServingException e) {
            return refused(e.reason());
        } catch (IOException e) {
            return refused(String.valueOf(e.getMessage()));
        } finally {
            FileTree.delete(copies);
        }
    }

    private boolean isGood(PluginReport report) {
        return report.count(Finding.Level.WRONG) == 0
                && (!strict || report.count(Finding.Level.WARNING) == 0);
    }

    private int refused(String reason) {
        spec.commandLine().getErr().println("REFUSED: " + file + ": " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void print(PluginReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("plugin    " + report.label());
        report.offers().forEach(name -> out.println("offers    " + name));
        report.jars().forEach(name -> out.println("jar       " + name));
        if (report.javaNeeded() > 0) {
            out.println("needs     Java " + report.javaNeeded());
        }
        for (Finding finding : report.findings()) {
            out.println(label(finding.level()) + ": " + finding.text());
        }
        out.println(
                report.count(Finding.Level.WRONG)
                        + " wrong, "
                        + report.count(Finding.Level.WARNING)
                        + " warnings.");
        out.flush();
    }

    private static String label(Finding.Level level) {
        return level == Finding.Level.WRONG ? level.name() : level.name().toLowerCase(Locale.ROOT);
    }
}
