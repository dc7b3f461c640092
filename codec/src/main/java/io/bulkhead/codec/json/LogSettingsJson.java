package io.bulkhead.codec.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the logging extension: one flat object of settings, in and out. */
public final class LogSettingsJson {
    private static final int CAPACITY = 1024;

    private LogSettingsJson() {}

    /**
     * @param length 0 for no body, which changes nothing
     * @throws io.bulkhead.api.error.ServingException {@code UNPROCESSABLE} if the body is no object
     */
    public static Map<String, @Nullable Object> read(byte[] body, int length) {
        if (length == 0) {
            return Map.of();
        }
        JsonCursor cursor = new JsonCursor(body, 0, length);
        Map<String, @Nullable Object> settings = new ParametersReader(cursor).readObject();
        cursor.expectEnd();
        return settings;
    }

    /** Writes the object. */
    public static JsonBuffer write(Map<String, Object> settings) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        ParametersWriter.writeMap(settings, out);
        return out;
    }
}
