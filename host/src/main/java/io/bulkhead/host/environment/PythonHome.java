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
 * @param advice what it lacks of what a model was made with, in words; the model may do without
 */
public record PythonHome(Path interpreter, String version, String mlserver, List<String> advice) {
    private static final List<String> PLACES =
            List.of("bin/python3", "bin/python", "Scripts/python.exe", "python.exe");

    /** Copies the list. */
    public PythonHome {
        advice = List.copyOf(advice);
    }

    /** One that nobody has asked yet. */
    public PythonHome(Path interpreter) {
        this(interpreter, "", "", List.of());
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
    public PythonHome saying(PythonFacts facts) {
        return new PythonHome(
                interpreter, facts.python(), facts.mlserver().orElse(""), facts.advice());
    }

    /** In words, without its place. */
    public String words() {
        return "MLServer " + mlserver + " on Python " + version;
    }
}
