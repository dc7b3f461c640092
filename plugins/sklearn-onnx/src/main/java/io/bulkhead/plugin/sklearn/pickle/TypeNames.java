package io.bulkhead.plugin.sklearn.pickle;

import java.math.BigInteger;

/** The types of values as messages name them: by Python's names. */
public final class TypeNames {
    private static final int MAX_TEXT = 100;

    private TypeNames() {}

    /** A value for a message: itself if it is short and plain, its type if not. */
    public static String shown(Object value) {
        if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof PickledName) {
            String clean = value.toString().replaceAll("\\p{Cntrl}", "?");
            return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT) + "...";
        }
        return value instanceof PickledObject object ? "a " + object.name() : "a " + of(value);
    }

    /** The name of its type. */
    public static String of(Object value) {
        if (value instanceof PickledObject object) {
            return object.name().toString();
        }
        if (value instanceof PickledName name) {
            return "reference to " + name;
        }
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        return ofContainer(value);
    }

    private static String ofContainer(Object value) {
        if (value instanceof PyDict) {
            return "dict";
        }
        if (value instanceof PyList) {
            return "list";
        }
        if (value instanceof PyTuple) {
            return "tuple";
        }
        if (value instanceof PySet) {
            return "set";
        }
        if (value instanceof PyBytes) {
            return "bytes";
        }
        if (value instanceof NdArray) {
            return "numpy array";
        }
        return value == PyNone.NONE ? "None" : "value of another kind";
    }
}
