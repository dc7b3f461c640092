package io.bulkhead.plugin.sklearn.pickle;

import java.math.BigInteger;

/** The types of values as messages name them: by Python's names. */
final class TypeNames {
    private TypeNames() {}

    static String of(Object value) {
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
