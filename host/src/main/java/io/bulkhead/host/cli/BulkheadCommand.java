package io.bulkhead.host.cli;

import io.bulkhead.host.Distribution;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead}: what all commands share. */
@Command(
        name = "bulkhead",
        description = "A model inference server: every model behind its own bulkhead.",
        mixinStandardHelpOptions = true,
        versionProvider = BulkheadCommand.Version.class,
        subcommands = {StartCommand.class, CommandLine.HelpCommand.class})
public final class BulkheadCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line; the exit code: 0, 1 if the command failed, 2 for wrong usage. */
    public static int run(String... arguments) {
        return new CommandLine(new BulkheadCommand()).execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
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
