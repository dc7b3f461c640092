package io.bulkhead.host.cli;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.EnvironmentManifest;
import io.bulkhead.host.environment.EnvironmentPacker;
import io.bulkhead.host.environment.MavenArtifacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bulkhead env pack}: an environment's archive out of plugins, jars and coordinates. */
@Command(
        name = "pack",
        description = {
            "Pack plugins, libraries and a Java into an environment's archive.",
            "",
            "The archive has a manifest with the SHA-256 of every file. The same input gives the"
                    + " same bytes."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bulkhead env pack -o env.tar.gz my-runtime.zip",
            "  bulkhead env pack -o ort.tar.zst com.microsoft.onnxruntime:onnxruntime:1.20.0",
            "  bulkhead env pack -o env.tar.gz --jre /opt/jdk-21 my-runtime.jar"
        })
public final class EnvPackCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WHAT",
            arity = "1..*",
            description =
                    "A plugin's jar, zip or folder; any other jar; or Maven coordinates"
                            + " (group:artifact:version), which come with all that they need.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The archive: .tar.gz, .tar.zst or .tar.xz.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path output;

    @Option(names = "--name", description = "Name for logs. Default: that of the archive.")
    private @Nullable String name;

    @Option(
            names = "--jre",
            paramLabel = "FOLDER",
            description = "A JRE or JDK, on which the models of this environment then run.")
    private @Nullable Path jre;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "Maven repository; may be given several times. Default: Maven Central.")
    private List<String> repositories = new ArrayList<>();

    @Option(
            names = "--maven-cache",
            paramLabel = "FOLDER",
            description = "Where artefacts are kept. Default: .envs/maven.")
    private Path cache = Path.of(".envs", "maven");

    @Option(names = "--offline", description = "Take artefacts from the cache only.")
    private boolean offline;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            EnvironmentManifest manifest = pack();
            print(manifest);
            return CommandLine.ExitCode.OK;
        } catch (ServingException e) {
            err.println("bulkhead env pack: " + e.reason());
        } catch (IOException e) {
            err.println("bulkhead env pack: " + e.getMessage());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private EnvironmentManifest pack() throws IOException {
        String fileName = String.valueOf(output.getFileName());
        EnvironmentPacker packer =
                new EnvironmentPacker(
                        name == null ? fileName.replaceFirst("\\.(tar\\.\\w+|tgz)$", "") : name);
        List<String> coordinates = new ArrayList<>();
        for (String input : inputs) {
            if (Files.exists(Path.of(input))) {
                packer.addFile(Path.of(input));
            } else if (input.contains(":")) {
                coordinates.add(input);
            } else {
                throw new IOException("'" + input + "' is neither a file nor Maven coordinates");
            }
        }
        if (!coordinates.isEmpty()) {
            MavenArtifacts maven =
                    new MavenArtifacts(repositories, cache.toAbsolutePath().normalize(), offline);
            packer.addArtifacts(coordinates, maven.resolve(coordinates));
        }
        if (jre != null) {
            packer.addJava(jre);
        }
        return packer.write(output.toAbsolutePath());
    }

    private void print(EnvironmentManifest manifest) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long bytes = manifest.contents().stream().mapToLong(file -> file.bytes()).sum();
        out.printf(
                "%s: %d files, %.1f MB packed to %.1f MB%n",
                output, manifest.contents().size(), bytes / 1e6, Files.size(output) / 1e6);
        out.flush();
    }
}
