package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A virtual environment of Python's, which has no interpreter of its own: it needs the one that it
 * was made with, or another of the same version, on the machine that it is used on.
 *
 * @param root its folder
 * @param version of Python, e.g. {@code 3.11}
 * @param home where the interpreter lay when it was made
 */
record VirtualEnvironment(Path root, String version, Path home) {
    /** The one in a folder; empty if there is none. */
    static Optional<VirtualEnvironment> in(Path root) throws IOException {
        Path file = root.resolve("pyvenv.cfg");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException("its pyvenv.cfg cannot be read", e);
        }
        String version =
                first(settings.getProperty("version"), settings.getProperty("version_info"));
        String[] parts = version.split("\\.", -1);
        String minor = parts.length < 2 ? version : parts[0] + "." + parts[1];
        return Optional.of(
                new VirtualEnvironment(
                        root, minor, Path.of(first(settings.getProperty("home"), ""))));
    }

    private static String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other != null ? other : "";
    }

    /** Gives it the interpreter that it lacks, by a link. */
    void complete() throws IOException {
        if (PythonHome.in(root).isPresent()) {
            return;
        }
        Path bin = Files.createDirectories(root.resolve("bin"));
        Path found =
                candidates().stream()
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "it is a virtual environment of Python "
                                                        + version
                                                        + ", which is not on this machine"));
        Files.createSymbolicLink(bin.resolve("python3"), found.toAbsolutePath());
    }

    private List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        for (Path folder : List.of(home, Path.of("/usr/local/bin"), Path.of("/usr/bin"))) {
            candidates.add(folder.resolve("python" + version));
        }
        candidates.add(home.resolve("python3"));
        return candidates;
    }
}
