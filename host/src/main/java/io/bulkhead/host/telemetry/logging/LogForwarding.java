package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sends what is logged in this process to another one, in place of writing it. */
public final class LogForwarding {
    private static final int MAX_MESSAGE_LENGTH = 8_000;
    private static final int MAX_EXCEPTION_LENGTH = 16_000;

    private LogForwarding() {}

    /** Takes lines over; thread-safe. */
    @FunctionalInterface
    public interface Sink {
        /**
         * A line.
         *
         * @param exception a stack trace; empty if there is none
         * @param fields the MDC under which it was logged, and the model whose line it is
         */
        void line(
                Level level,
                String logger,
                String message,
                String exception,
                Map<String, String> fields);
    }

    /** From now on lines go there. */
    public static void to(Sink sink) {
        ServerLog.takeOverJavaLogging();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Forwarder forwarder = new Forwarder(sink);
        forwarder.setContext(context);
        forwarder.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(forwarder);
    }

    private static final class Forwarder extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final Sink sink;

        Forwarder(Sink sink) {
            this.sink = sink;
        }

        @Override
        protected void append(ILoggingEvent event) {
            sink.line(
                    level(event.getLevel()),
                    event.getLoggerName(),
                    cut(event.getFormattedMessage(), MAX_MESSAGE_LENGTH),
                    cut(EventFields.exception(event), MAX_EXCEPTION_LENGTH),
                    fields(event));
        }

        /** With the model's name: only this process knows whose code runs on this thread. */
        private static Map<String, String> fields(ILoggingEvent event) {
            Map<String, String> fields = new HashMap<>(event.getMDCPropertyMap());
            EventFields.model(event)
                    .ifPresent(
                            model -> {
                                fields.put(LogFields.MODEL_NAME, model.name());
                                fields.put(LogFields.MODEL_VERSION, model.version());
                            });
            return fields;
        }

        private static Level level(ch.qos.logback.classic.Level level) {
            return Level.valueOf(level.toString());
        }

        private static String cut(String text, int length) {
            return text.length() <= length ? text : text.substring(0, length) + " ...";
        }
    }
}
