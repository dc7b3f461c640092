package io.bulkhead.api.inference;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map and one entry more, behind it, whose value is made when somebody reads it. Immutable. */
final class LazyEntry extends AbstractMap<String, Object> {
    private final Map<String, Object> others;
    private final String name;
    private final Supplier<Object> maker;
    private volatile @Nullable Object made;

    /**
     * @param others do not hold this name
     */
    LazyEntry(Map<String, Object> others, String name, Supplier<Object> maker) {
        this.others = others;
        this.name = name;
        this.maker = maker;
    }

    String name() {
        return name;
    }

    /** Without the one entry more. */
    Map<String, Object> others() {
        return others;
    }

    private Object value() {
        Object value = made;
        if (value == null) {
            value = maker.get();
            made = value;
        }
        return value;
    }

    @Override
    public @Nullable Object get(Object key) {
        return name.equals(key) ? value() : others.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return name.equals(key) || others.containsKey(key);
    }

    @Override
    public int size() {
        return others.size() + 1;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new LinkedHashMap<>(others);
        all.put(name, value());
        return Collections.unmodifiableMap(all).entrySet();
    }
}
