package io.bulkhead.plugin.sklearn.pickle;

/**
 * A class or function that the file refers to by name, and nothing but that name.
 *
 * @param module the Python module, for example {@code sklearn.pipeline}
 * @param name the name within the module, for example {@code Pipeline}
 */
public record PickledName(String module, String name) {
    @Override
    public String toString() {
        return module + "." + name;
    }
}
