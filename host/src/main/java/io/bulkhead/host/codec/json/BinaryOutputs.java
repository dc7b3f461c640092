package io.bulkhead.host.codec.json;

import java.util.Map;

/**
 * Which outputs a client wants behind the JSON instead of in it.
 *
 * @param byDefault of outputs that the request does not name or says nothing of
 * @param byName of outputs of which the request says it
 */
public record BinaryOutputs(boolean byDefault, Map<String, Boolean> byName) {
    /** All outputs in JSON. */
    public static final BinaryOutputs NONE = new BinaryOutputs(false, Map.of());

    /** All outputs behind the JSON. */
    public static final BinaryOutputs ALL = new BinaryOutputs(true, Map.of());

    /** Copies the map. */
    public BinaryOutputs {
        byName = Map.copyOf(byName);
    }

    /** Whether no output is wanted so, whatever its name. */
    public boolean isNone() {
        return !byDefault && !byName.containsValue(true);
    }

    boolean wants(String output) {
        return byName.isEmpty() ? byDefault : byName.getOrDefault(output, byDefault);
    }
}
