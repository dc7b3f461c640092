package io.bulkhead.host.runtime.process.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a child that knows nothing of us does not outlive us, however we end: a shell
 * that waits for the end of its input, which comes when this process is gone, and kills the child
 * then. The child gets a session of its own where the system can give it one, so that Ctrl-C in our
 * terminal does not reach it, and what it starts is killed with it.
 */
final class ProcessGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessGuard.class);
    private static final List<Path> SETSID =
            List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final String WAIT_AND_KILL = "read -r word; kill -KILL \"$1\" 2>/dev/null";

    private final Process shell;

    private ProcessGuard(Process shell) {
        this.shell = shell;
    }

    /** The command that gives a child a session of its own. */
    static List<String> inSessionOfItsOwn(List<String> command) {
        List<String> whole = new ArrayList<>();
        SETSID.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresent(s -> whole.add(s.toString()));
        whole.addAll(command);
        return whole;
    }

    /**
     * Guards a process that was started by {@link #inSessionOfItsOwn}.
     *
     * @throws IOException if there is no shell; the process is killed then
     */
    static ProcessGuard of(Process child) throws IOException {
        boolean group = SETSID.stream().anyMatch(Files::isExecutable);
        String target = (group ? "-" : "") + child.pid();
        try {
            ProcessBuilder shell =
                    new ProcessBuilder(
                                    inSessionOfItsOwn(
                                            List.of(
                                                    "/bin/sh",
                                                    "-c",
                                                    WAIT_AND_KILL,
                                                    "guard",
                                                    target)))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            shell.environment().clear();
            return new ProcessGuard(shell.start());
        } catch (IOException e) {
            child.destroyForcibly();
            throw e;
        }
    }

    /** Kills the child and all that it has started; what has ended already is left alone. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("The guard of a child had ended before", e);
        }
    }
}
