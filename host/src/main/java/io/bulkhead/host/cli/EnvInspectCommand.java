package io.bulkhead.host.cli;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.ArchiveLimits;
import io.bulkhead.host.environment.EnvironmentInspection;
import io.bulkhead.host.environment.EnvironmentManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bulkhead env inspect}: what is in an archive, and whether it would be used here. */
@Command(
        name = "inspect",
        description = {
            "Say what is in an environment's archive, and whether it would be used here.",
            "",
            "Reads it as the server does, under the same limits, and compares every file with the"
                    + " manifest. Runs nothing of it."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it would be used", "1:it would be refused", "2:wrong usage"})
public final class EnvInspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The archive.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no such file");
            }
            EnvironmentInspection found = EnvironmentInspection.of(file, ArchiveLimits.standard());
            print(found);
            return found.faults().isEmpty()
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (ServingException e) {
            return refused(e.reason());
        }
    }

    private int refused(String reason) {
        spec.commandLine().getErr().println("REFUSED: " + file + ": " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void print(EnvironmentInspection found) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %.1f MB, unpacked %.1f MB%n",
                file, Files.size(file) / 1e6, found.bytes() / 1e6);
        if (found.manifest().isPresent()) {
            EnvironmentManifest manifest = found.manifest().get();
            out.println("name      " + manifest.name());
            out.println("made of   " + String.join(", ", manifest.sources()));
            out.println(
                    "needs     Java "
                            + manifest.javaNeeded()
                            + ", platform "
                            + manifest.platform());
            out.println(
                    "manifest  "
                            + manifest.contents().size()
                            + " files"
                            + (found.faults().isEmpty() ? ", all as it says" : ""));
        } else {
            out.println("manifest  none");
        }
        found.java().ifPresent(version -> out.println("brings    Java " + version));
        found.jars().forEach(jar -> print(jar, out));
        found.faults().forEach(fault -> out.println("WRONG: " + fault));
        out.flush();
    }

    private static void print(EnvironmentInspection.Jar jar, PrintWriter out) {
        out.printf("jar       %s (%.1f MB)%n", jar.path(), jar.bytes() / 1e6);
        jar.contents().extensions().forEach(name -> out.println("            extension " + name));
        if (!jar.contents().nativeLibraries().isEmpty()) {
            out.println(
                    "            natives " + String.join(", ", jar.contents().nativeLibraries()));
        }
    }
}
