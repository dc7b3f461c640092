package io.bulkhead.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Copies of model repositories, so that no server writes into the originals. */
public final class ModelFolders {
    private ModelFolders() {}

    /**
     * Copies a folder with all that is in it.
     *
     * @return the copy, a folder of the same name in {@code parent}
     */
    public static Path copy(Path folder, Path parent) throws IOException {
        Path copy = parent.resolve(folder.getFileName());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file)));
            }
        }
        return copy;
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
