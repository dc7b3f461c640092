package io.bulkhead.host.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead completion}: a script that completes the command line in a shell. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example, in ~/.bashrc or ~/.zshrc:", "  source <(bulkhead completion)"})
public final class CompletionCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        CommandLine own = spec.commandLine();
        own.getOut().print(AutoComplete.bash("bulkhead", own.getParent()));
        own.getOut().flush();
    }
}
