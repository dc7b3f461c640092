package io.bulkhead.host.telemetry.logging;

import io.bulkhead.api.metadata.ModelId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Work on one model: what this thread logs until it is closed names the model. */
public final class LogScope implements AutoCloseable {
    private final @Nullable Map<String, String> before;

    private LogScope(@Nullable Map<String, String> before) {
        this.before = before;
    }

    /** Opens one for this thread. */
    public static LogScope of(ModelId model) {
        LogScope scope = new LogScope(MDC.getCopyOfContextMap());
        MDC.put(LogFields.MODEL_NAME, model.name());
        MDC.put(LogFields.MODEL_VERSION, model.version());
        return scope;
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
