package io.bulkhead.plugin.sklearn.pickle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A Python dict (or OrderedDict, defaultdict), in the order of its keys. */
public final class PyDict {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) throws PickleException {
        entries.put(Keys.requireSimple(key), value);
    }

    void putAll(PyDict other) {
        entries.putAll(other.entries);
    }

    public Map<Object, Object> entries() {
        return Collections.unmodifiableMap(entries);
    }

    public Optional<Object> get(Object key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public String toString() {
        return "dict[" + entries.size() + "]";
    }
}
