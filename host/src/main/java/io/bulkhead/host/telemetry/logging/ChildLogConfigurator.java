package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * The log of a child JVM, whose lines go to the server once the child knows how to reach it. Not a
 * file, as reading XML would be a fourth of a child's start. Found by Logback; does nothing in the
 * server, and nothing where a child is given a file.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class ChildLogConfigurator extends ContextAwareBase implements Configurator {
    /** Set to true in children. */
    public static final String CHILD_PROPERTY = "bulkhead.child";

    private static final String FILE_PROPERTY = "logback.configurationFile";

    /** Called by Logback. */
    public ChildLogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!Boolean.getBoolean(CHILD_PROPERTY) || System.getProperty(FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger("org.pf4j").setLevel(Level.WARN);
        context.getLogger("io.grpc").setLevel(Level.WARN);
        // It warns of an option that sockets of files do not have, at each child.
        context.getLogger("io.grpc.netty.shaded.io.netty.bootstrap").setLevel(Level.ERROR);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
