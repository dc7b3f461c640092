package io.bulkhead.plugin.sklearn.pickle;

import org.jspecify.annotations.Nullable;

/**
 * A class or function that the file refers to by name, and nothing but that name.
 *
 * @param module the Python module, for example {@code sklearn.pipeline}
 * @param name the name within the module, for example {@code Pipeline}
 */
public record PickledName(String module, String name) {
    // By hand: what a record would call is spun at its first use, which takes longer than the rest
    // of a small file.
    @Override
    public int hashCode() {
        return 31 * module.hashCode() + name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PickledName that
                && module.equals(that.module)
                && name.equals(that.name);
    }

    @Override
    public String toString() {
        return module + "." + name;
    }
}
