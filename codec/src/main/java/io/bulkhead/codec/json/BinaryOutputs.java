package io.bulkhead.codec.json;

import java.util.Map;

/**
 * Which outputs a client wants behind the JSON instead of in it.
 *
 * @param byDefault of outputs that the request does not name or says nothing of
 * @param isAsked whether the request itself says what the default is
 * @param byName of outputs of which the request says it
 */
public record BinaryOutputs(boolean byDefault, boolean isAsked, Map<String, Boolean> byName) {
    /** All outputs in JSON. */
    public static final BinaryOutputs NONE = new BinaryOutputs(false, false, Map.of());

    /** All outputs behind the JSON. */
    public static final BinaryOutputs ALL = new BinaryOutputs(true, false, Map.of());

    /** Copies the map. */
    public BinaryOutputs {
        byName = Map.copyOf(byName);
    }

    /** The same with this default, where the request itself does not say. */
    public BinaryOutputs withDefault(boolean binary) {
        return isAsked || byDefault == binary ? this : new BinaryOutputs(binary, false, byName);
    }

    /** Whether no output is wanted so, whatever its name. */
    public boolean isNone() {
        return !byDefault && !byName.containsValue(true);
    }

    boolean wants(String output) {
        return byName.isEmpty() ? byDefault : byName.getOrDefault(output, byDefault);
    }
}
