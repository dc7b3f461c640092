package io.bulkhead.plugin.sklearn.pickle;

import java.math.BigInteger;

/**
 * What may be a key. Only values whose hash is cheap and cannot run in circles: a file may nest
 * tuples thousands deep or put a list into itself, and hashing that would never end.
 */
final class Keys {
    private static final int MAX_TUPLE_DEPTH = 8;

    /** A tuple can hold the same one again and again, and that another: small, but endless. */
    private static final int MAX_PARTS = 10_000;

    private int parts;

    private Keys() {}

    static Object requireSimple(Object key) throws PickleException {
        if (!new Keys().simple(key, 0)) {
            throw new PickleException(
                    "pickle uses a " + TypeNames.of(key) + " as a key of a dict or set");
        }
        return key;
    }

    private boolean simple(Object key, int depth) {
        if (++parts > MAX_PARTS) {
            return false;
        }
        if (key instanceof PyTuple tuple) {
            return depth < MAX_TUPLE_DEPTH
                    && tuple.items().stream().allMatch(item -> simple(item, depth + 1));
        }
        return key instanceof String
                || key instanceof Long
                || key instanceof Double
                || key instanceof Boolean
                || key instanceof BigInteger
                || key instanceof PyNone
                || key instanceof PyBytes
                || key instanceof PickledName;
    }
}
