package io.bulkhead.plugin.sklearn.pickle;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A Python set or frozenset of simple values. */
public final class PySet {
    private final Set<Object> items = new LinkedHashSet<>(1);

    void addAll(Collection<?> values) throws PickleException {
        for (Object value : values) {
            items.add(Keys.requireSimple(value));
        }
    }

    public Set<Object> items() {
        return Collections.unmodifiableSet(items);
    }

    @Override
    public String toString() {
        return "set[" + items.size() + "]";
    }
}
