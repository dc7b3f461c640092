package io.bulkhead.plugin.sklearn.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Python list. It grows while the file is read and may contain itself, so it has the identity of
 * an object, not the equality of its items.
 */
public final class PyList {
    private final List<Object> items = new ArrayList<>(0);

    void add(Object item) {
        items.add(item);
    }

    public List<Object> items() {
        return Collections.unmodifiableList(items);
    }

    @Override
    public String toString() {
        return "list[" + items.size() + "]";
    }
}
