package io.bulkhead.host.cli;

import io.bulkhead.host.Distribution;
import io.bulkhead.host.cli.infer.InferCommand;
import io.bulkhead.host.config.SettingsLoader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead}: what all commands share. */
@Command(
        name = "bulkhead",
        description = "A model inference server: every model behind its own bulkhead.",
        mixinStandardHelpOptions = true,
        versionProvider = BulkheadCommand.Version.class,
        subcommands = {
            StartCommand.class,
            CheckCommand.class,
            InferCommand.class,
            VersionCommand.class,
            EnvCommand.class,
            PluginCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  bulkhead start models     serve all models below the folder",
            "  bulkhead check models     say what would be served and what is wrong",
            "  bulkhead infer -m iris -i requests.jsonl -o answers.jsonl",
            "                            the answers to a file of requests",
            "  bulkhead help start       all about a command",
            "",
            "A model is a folder with a model-settings.json, as MLServer has it, or just with"
                    + " an artefact that a runtime knows:",
            "  models/iris/model-settings.json   {\"implementation\": \"sklearn\"}",
            "  models/iris/model.joblib"
        })
public final class BulkheadCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line; the exit code: 0, 1 if the command failed, 2 for wrong usage. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return commandLine(SettingsLoader.ofProcess().variables());
    }

    /**
     * @param variables the environment
     */
    static CommandLine commandLine(Map<String, String> variables) {
        InferCommand infer = new InferCommand(variables);
        CommandLine command = new CommandLine(new BulkheadCommand(), new Commands(infer));
        CommandLine inferLine = command.getSubcommands().get("infer");
        Objects.requireNonNull(inferLine).setDefaultValueProvider(infer.defaults());
        for (String name : List.of("start", "check")) {
            CommandLine subcommand = command.getSubcommands().get(name);
            SettingOptions.addTo(Objects.requireNonNull(subcommand).getCommandSpec());
        }
        return command;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Makes the commands: one of them needs the environment. */
    private record Commands(InferCommand infer) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == InferCommand.class
                    ? type.cast(infer)
                    : CommandLine.defaultFactory().create(type);
        }
    }

    /** {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "bulkhead " + Distribution.ofProcess().version(), "Java " + Runtime.version()
            };
        }
    }
}
