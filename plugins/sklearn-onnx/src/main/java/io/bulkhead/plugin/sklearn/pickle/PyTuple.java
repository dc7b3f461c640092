package io.bulkhead.plugin.sklearn.pickle;

import java.util.List;

/** A Python tuple. */
public record PyTuple(List<Object> items) {
    static final PyTuple EMPTY = new PyTuple(List.of());

    public PyTuple {
        items = List.copyOf(items);
    }

    public int size() {
        return items.size();
    }

    public Object get(int index) {
        return items.get(index);
    }
}
