package io.bulkhead.host.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The Pythons that models may run on which name none themselves.
 *
 * @param places interpreters or folders of environments, best first
 * @param isNamed whether the settings name them; otherwise they are those on the {@code PATH}
 */
public record PythonChoice(List<Path> places, boolean isNamed) {
    /** Copies the list. */
    public PythonChoice {
        places = List.copyOf(places);
    }

    /** No Python at all. */
    public static PythonChoice none() {
        return new PythonChoice(List.of(), false);
    }
}
