package io.bulkhead.host.runtime.process.child;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C in a terminal, and closing it, reaches every process there. Only the server is meant: it
 * lets its children finish what they answer, and ends them then.
 */
final class TerminalSignals {
    private static final Logger LOG = LoggerFactory.getLogger(TerminalSignals.class);

    private TerminalSignals() {}

    /** By reflection, as the compiler does not see this package and no other has the like. */
    static void ignore() {
        for (String name : List.of("INT", "HUP")) {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                signal.getMethod("handle", signal, handler)
                        .invoke(
                                null,
                                signal.getConstructor(String.class).newInstance(name),
                                handler.getField("SIG_IGN").get(null));
            } catch (ReflectiveOperationException e) {
                LOG.debug("SIG{} ends this process, as the JVM keeps it for itself", name, e);
            }
        }
    }
}
