package io.bulkhead.conformance.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder of recorded cases, and of the models they are asked of. */
public final class Corpus {
    private final Path root;

    public Corpus(Path root) {
        this.root = root;
    }

    /** The names of all suites, in order. */
    public List<String> suites() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve("cases"))) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    /** The cases of a suite in the order in which they are to be replayed. */
    public List<RecordedCase> cases(String suite) throws IOException {
        return readCases(suite, casesFolder(suite));
    }

    /** The cases under a folder, in the order of their files. */
    public static List<RecordedCase> readCases(String suite, Path folder) throws IOException {
        List<RecordedCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                cases.add(RecordedCase.read(suite, file));
            }
        }
        return cases;
    }

    /** The suite's model repository; not to be written to. */
    public Path models(String suite) {
        return root.resolve("models").resolve(suite);
    }

    public Path casesFolder(String suite) {
        return root.resolve("cases").resolve(suite);
    }

    /** The reference replayer, in Python. */
    public Path referenceReplayer() {
        return root.resolve("replay");
    }

    Path descriptorSet() {
        return root.resolve("proto").resolve("v2.desc");
    }
}
