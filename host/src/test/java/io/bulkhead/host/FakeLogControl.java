package io.bulkhead.host;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.telemetry.logging.LogControl;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings of a log that nobody writes; {@code log_file} cannot be changed. */
public final class FakeLogControl implements LogControl {
    private final Map<String, Object> settings =
            new HashMap<>(Map.of("log_info", true, "log_verbose_level", 0L, "log_format", "json"));

    @Override
    public synchronized Map<String, Object> settings() {
        return new TreeMap<>(settings);
    }

    @Override
    public synchronized Map<String, Object> update(Map<String, @Nullable Object> changes) {
        if (changes.containsKey("log_file")) {
            throw ServingException.invalidArgument("log setting 'log_file': cannot be changed");
        }
        changes.forEach((name, value) -> settings.put(name, value == null ? "null" : value));
        return settings();
    }
}
