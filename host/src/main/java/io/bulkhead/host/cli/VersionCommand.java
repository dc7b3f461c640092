package io.bulkhead.host.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead version}: what {@code --version} says. */
@Command(
        name = "version",
        description = "Say which version of Bulkhead this is, and which Java it runs on.",
        mixinStandardHelpOptions = true)
public final class VersionCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        CommandLine own = spec.commandLine();
        own.getParent().printVersionHelp(own.getOut());
    }
}
