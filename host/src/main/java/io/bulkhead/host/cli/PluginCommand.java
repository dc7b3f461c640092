package io.bulkhead.host.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead plugin}: what has to do with plugins. */
@Command(
        name = "plugin",
        description = "Look at plugins: runtimes of one's own.",
        mixinStandardHelpOptions = true,
        subcommands = PluginCheckCommand.class,
        footer = {"", "Examples:", "  bulkhead plugin check target/my-runtime-1.0.zip"})
public final class PluginCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
