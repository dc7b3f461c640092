package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.bulkhead.api.metadata.ModelId;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** What an event tells, whatever the line looks like. */
final class EventFields {
    private EventFields() {}

    /** Python's names, as MLServer's lines have them. */
    static String level(ILoggingEvent event) {
        return event.getLevel() == Level.WARN ? "WARNING" : event.getLevel().toString();
    }

    /** The model that the event is about, or whose code logged it. */
    static Optional<ModelId> model(ILoggingEvent event) {
        String named = event.getMDCPropertyMap().get(LogFields.MODEL_NAME);
        if (named != null) {
            String version = event.getMDCPropertyMap().get(LogFields.MODEL_VERSION);
            return Optional.of(new ModelId(named, version == null ? "" : version));
        }
        return Thread.currentThread().getContextClassLoader() instanceof ModelScope scope
                ? scope.model()
                : Optional.empty();
    }

    /** The stack trace; empty if there is none. */
    static String exception(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown != null
                ? ThrowableProxyUtil.asString(thrown)
                : pairs(event).stream()
                        .filter(pair -> pair.key.equals(LogFields.EXCEPTION))
                        .map(pair -> String.valueOf(pair.value))
                        .findFirst()
                        .orElse("");
    }

    static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }
}
