package io.bulkhead.host.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bulkhead env}: what has to do with environments. */
@Command(
        name = "env",
        description = "Make and look at environments: archives of runtimes and libraries.",
        mixinStandardHelpOptions = true,
        subcommands = {EnvPackCommand.class, EnvInspectCommand.class},
        footer = {
            "",
            "Examples:",
            "  bulkhead env pack -o env.tar.gz my-runtime.zip",
            "  bulkhead env inspect env.tar.gz",
            "",
            "A model uses one by its settings: {\"parameters\": {\"environment_tarball\":"
                    + " \"./env.tar.gz\"}}"
        })
public final class EnvCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
