package io.bulkhead.conformance.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A model repository that a test writes. */
record TestRepository(Path root) {
    private static final Path CORPUS = Path.of("corpus", "models");

    static TestRepository in(Path folder) throws IOException {
        return new TestRepository(Files.createDirectories(folder.resolve("models")));
    }

    /** A model's folder with these settings. */
    Path declare(String name, String settings) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("model-settings.json"), settings.replace('\'', '"'));
        return folder;
    }

    /** A file of a recorded model, put into a model's folder. */
    void copyFromCorpus(String file, Path folder) throws IOException {
        Path source = CORPUS.resolve(file);
        Files.copy(source, folder.resolve(source.getFileName()));
    }

    /** Variables that keep what the server writes with the repository. */
    Map<String, String> environment() {
        return Map.of("MLSERVER_ENVIRONMENTS_DIR", root.resolveSibling("environments").toString());
    }
}
