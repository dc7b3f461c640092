package io.bulkhead.plugin.huggingface.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that are known at a place of a template. Used by one thread. */
final class Scope {
    private final @Nullable Scope outer;
    private final Budget budget;
    private final Map<String, Object> names;

    private Scope(@Nullable Scope outer, Budget budget, Map<String, Object> names) {
        this.outer = outer;
        this.budget = budget;
        this.names = names;
    }

    /** The outermost: what the template is given, and what every template has. */
    static Scope of(Map<String, Object> variables) {
        Budget budget = new Budget();
        Scope globals = new Scope(null, budget, Globals.NAMES);
        return new Scope(globals, budget, new HashMap<>(variables));
    }

    /** For a block whose names nobody else sees. */
    Scope inner() {
        return new Scope(this, budget, new HashMap<>());
    }

    Object get(String name) {
        Object value = find(name);
        return value == null ? new Undefined("'" + name + "'") : value;
    }

    @Nullable Object find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    Budget budget() {
        return budget;
    }
}
