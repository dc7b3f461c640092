package io.bulkhead.host.telemetry.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Triton's logging extension: the log's settings, seen and changed while the server runs. */
public interface LogControl {
    /** All settings by their names: texts, booleans and integers. */
    Map<String, Object> settings();

    /**
     * Changes settings; all of them or, if one is wrong, none.
     *
     * @param changes null for what a setting was at the start
     * @return all settings, as they are then
     * @throws io.bulkhead.api.error.ServingException {@code INVALID_ARGUMENT} if there is no such
     *     setting, it cannot be changed, or its value is none that it takes
     */
    Map<String, Object> update(Map<String, @Nullable Object> changes);
}
