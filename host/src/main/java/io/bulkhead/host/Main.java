package io.bulkhead.host;

import io.bulkhead.host.cli.BulkheadCommand;

/** The command line's entry. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(BulkheadCommand.run(arguments));
    }
}
