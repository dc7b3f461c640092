package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log of a child JVM, whose lines go to the server once the child knows how to reach it. It is
 * Logback without the search for who configures it, which opens every jar of the class path and was
 * a fifth of a child's start. Children are told of it by {@link #OPTIONS}.
 */
public final class ChildLogProvider implements SLF4JServiceProvider {
    /** What makes SLF4J take this provider, and say nothing of it. */
    public static final List<String> OPTIONS =
            List.of(
                    "-Dslf4j.provider=" + ChildLogProvider.class.getName(),
                    "-Dslf4j.internal.verbosity=WARN");

    /** A file that a child is given; whoever gives it wants what Logback makes of it. */
    public static final String FILE_OPTION = "-Dlogback.configurationFile=";

    private static final String API = "2.0.99";

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter fields = new LogbackMDCAdapter();

    /** Called by SLF4J. */
    public ChildLogProvider() {}

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(fields);
        context.getLogger("org.pf4j").setLevel(Level.WARN);
        context.getLogger("io.grpc").setLevel(Level.WARN);
        // It warns of an option that sockets of files do not have, at each child.
        context.getLogger("io.grpc.netty.shaded.io.netty.bootstrap").setLevel(Level.ERROR);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return fields;
    }

    @Override
    public String getRequestedApiVersion() {
        return API;
    }
}
