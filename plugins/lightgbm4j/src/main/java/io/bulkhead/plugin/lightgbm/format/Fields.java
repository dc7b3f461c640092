package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.HashMap;
import java.util.Map;

/** The lines of one tree, or of the file's head, by name. */
final class Fields {
    private final String of;
    private final Map<String, TextValue> values = new HashMap<>();

    Fields(String of) {
        this.of = of;
    }

    void put(String name, TextValue value) {
        values.put(name, value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    int count(String name) throws MalformedModelException {
        int count = required(name).integer();
        if (count < 0 || count == Integer.MAX_VALUE) {
            throw new MalformedModelException(of + ": " + name + " is " + count);
        }
        return count;
    }

    /** 0 if it is not there. */
    int optionalCount(String name) throws MalformedModelException {
        return has(name) ? count(name) : 0;
    }

    /** Empty if it is not there. */
    String text(String name) {
        TextValue value = values.get(name);
        return value == null ? "" : value.text();
    }

    /** A line may be missing, or empty, where there is nothing to say. */
    int[] ints(String name, int count) throws MalformedModelException {
        return count == 0 ? new int[0] : required(name).ints(count);
    }

    double[] doubles(String name, int count) throws MalformedModelException {
        return count == 0 ? new double[0] : required(name).doubles(count);
    }

    private TextValue required(String name) throws MalformedModelException {
        TextValue value = values.get(name);
        if (value == null) {
            throw new MalformedModelException(of + " has no " + name);
        }
        return value;
    }
}
