package io.bulkhead.host.config;

import java.util.List;
import java.util.Optional;

/**
 * The environment that a model's settings ask for. Without one, the plugins around it are looked
 * through.
 *
 * @param tarball {@code environment_tarball}: an archive
 * @param path {@code environment_path}: a folder, which is an unpacked archive
 * @param dependencies {@code dependencies}: Maven coordinates
 * @param javaHome {@code java_home}: the Java of its child JVMs
 * @param python {@code python}: the Python that it runs on
 * @param language {@code runtime}: what its runtime is written in; empty: what it looks like
 */
public record EnvironmentRequest(
        Optional<String> tarball,
        Optional<String> path,
        List<String> dependencies,
        Optional<String> javaHome,
        Optional<String> python,
        Optional<Language> language) {
    /** What a runtime is written in. */
    public enum Language {
        /** It comes from a plugin. */
        JAVA,
        /** It runs under a real MLServer. */
        PYTHON
    }

    /** Copies the list. */
    public EnvironmentRequest {
        dependencies = List.copyOf(dependencies);
    }

    /** For a runtime in Java. */
    public EnvironmentRequest(
            Optional<String> tarball,
            Optional<String> path,
            List<String> dependencies,
            Optional<String> javaHome) {
        this(tarball, path, dependencies, javaHome, Optional.empty(), Optional.empty());
    }

    /** Asks for nothing. */
    public static EnvironmentRequest none() {
        return new EnvironmentRequest(
                Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** How many ways it names of the three there are. */
    int ways() {
        return (tarball.isPresent() ? 1 : 0)
                + (path.isPresent() ? 1 : 0)
                + (dependencies.isEmpty() ? 0 : 1);
    }

    /** Whether it asks for a runtime in Python, without a word of where that comes from. */
    public boolean asksForPython() {
        return python.isPresent() || language.filter(Language.PYTHON::equals).isPresent();
    }

    /** Whether it names what the runtime is made of. */
    public boolean isPresent() {
        return ways() > 0;
    }
}
