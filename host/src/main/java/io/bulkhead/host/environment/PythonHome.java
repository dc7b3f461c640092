package io.bulkhead.host.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Python that models can run on.
 *
 * @param interpreter what is executed
 * @param version its own, e.g. {@code 3.11.9}; empty if nobody has asked it yet
 * @param mlserver the version of MLServer in it; empty as well
 */
public record PythonHome(Path interpreter, String version, String mlserver) {
    private static final List<String> PLACES =
            List.of("bin/python3", "bin/python", "Scripts/python.exe", "python.exe");

    /** One that nobody has asked yet. */
    public PythonHome(Path interpreter) {
        this(interpreter, "", "");
    }

    /** The one at a path: an interpreter, or the folder of an environment. */
    public static Optional<PythonHome> at(Path path) {
        return Files.isDirectory(path)
                ? in(path)
                : Files.isExecutable(path) ? Optional.of(new PythonHome(path)) : Optional.empty();
    }

    /** The one in an environment's folder. */
    static Optional<PythonHome> in(Path folder) {
        return PLACES.stream()
                .map(folder::resolve)
                .filter(Files::isExecutable)
                .findFirst()
                .map(PythonHome::new);
    }

    /** With what it said of itself. */
    public PythonHome saying(String itsVersion, String mlserverVersion) {
        return new PythonHome(interpreter, itsVersion, mlserverVersion);
    }

    /** In words, without its place. */
    public String words() {
        return "MLServer " + mlserver + " on Python " + version;
    }
}
