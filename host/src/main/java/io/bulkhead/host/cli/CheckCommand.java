package io.bulkhead.host.cli;

import io.bulkhead.host.Distribution;
import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.controlplane.DryRun;
import io.bulkhead.host.controlplane.DryRun.Prospect;
import io.bulkhead.host.environment.ArchiveLimits;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.environment.MavenArtifacts;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.repository.FolderRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bulkhead check FOLDER}: what {@code start} would serve, without serving it. */
@Command(
        name = "check",
        description = {
            "Say what would be served from a folder, and what is wrong with it.",
            "",
            "Reads all settings, looks up each model's runtime and its artefact, and says where it"
                    + " would run. Loads no model and opens no port."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:something is wrong", "2:wrong usage"},
        footer = {
            "",
            "Examples:",
            "  bulkhead check models                          before a start",
            "  bulkhead check models && bulkhead start models",
            "  MLSERVER_HTTP_PORT=x bulkhead check models     the environment counts, too"
        })
public final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Folder with models, or one model's folder. Default: the current one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SettingsLoader loader = SettingsLoader.ofProcess();
        ServerSettings settings;
        try {
            settings =
                    loader.load(
                            folder.toAbsolutePath().normalize(),
                            SettingOptions.given(spec.commandLine().getParseResult()));
        } catch (SettingsException e) {
            out().println("WRONG: the server's settings");
            e.reason().lines().forEach(line -> out().println("  " + line));
            return CommandLine.ExitCode.SOFTWARE;
        }
        // Copies of plugins are for a server that runs; a look must not leave any behind.
        Path copies = Files.createTempDirectory("bulkhead-check");
        try {
            List<Prospect> prospects = prospects(settings, copies, loader.variables());
            print(prospects);
            return prospects.stream().allMatch(Prospect::isGood)
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        } finally {
            FileTree.delete(copies);
        }
    }

    private static List<Prospect> prospects(
            ServerSettings settings, Path copies, Map<String, String> variables) {
        ServerSettings.Environments environments = settings.repository().environments();
        ServerSettings.Maven maven = environments.maven();
        ArchiveLimits limits =
                new ArchiveLimits(
                        environments.maxBytes(),
                        environments.maxEntries(),
                        environments.maxRatio());
        try (EnvironmentStore store = new EnvironmentStore(copies, limits);
                PluginCatalog plugins =
                        new PluginCatalog(
                                store,
                                Distribution.ofProcess().plugins(),
                                environments.tarball(),
                                Optional.of(
                                        new MavenArtifacts(
                                                maven.repositories(),
                                                maven.cache(),
                                                maven.offline())),
                                environments.pythons())) {
            FolderRepository repository =
                    new FolderRepository(
                            settings.repository().root(),
                            new ModelSettingsReader(variables),
                            plugins);
            return new DryRun(repository, plugins, new NativeLayers()).prospects();
        }
    }

    private void print(List<Prospect> prospects) {
        for (Prospect prospect : prospects) {
            out().println((prospect.isGood() ? "ok:    " : "WRONG: ") + prospect.label());
            prospect.details().forEach(line -> out().println("  " + line));
            prospect.fault().lines().forEach(line -> out().println("  " + line));
        }
        long wrong = prospects.stream().filter(prospect -> !prospect.isGood()).count();
        out().println(
                        prospects.isEmpty()
                                ? "No model found."
                                : (prospects.size() - wrong)
                                        + " would be served, "
                                        + wrong
                                        + " would not.");
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
