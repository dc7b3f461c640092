package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.conformance.isolation.MlserverPython;
import io.bulkhead.conformance.replay.CaseReplayer;
import io.bulkhead.conformance.replay.Corpus;
import io.bulkhead.conformance.replay.RecordedCase;
import io.bulkhead.conformance.replay.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What MLServer alone was recorded to answer, asked of the same MLServer behind our host:
 * MLServer's own scikit-learn runtime in a process of its own per model.
 */
class PythonConformanceIT {
    private static final String SUITE = "dataplane";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A process for each: those that most cases ask. */
    private static final Set<String> MODELS =
            Set.of("echo", "echo-pd", "echo-str", "iris", "census");

    /**
     * A client's raw bytes that numpy glues together: MLServer's answer has one element for a shape
     * of two, which we do not pass on.
     */
    private static final Set<String> NOT_PASSED_ON = Set.of("grpc-bytes-np");

    private final Corpus corpus = new Corpus(Path.of("corpus"));

    @TempDir Path scratch;

    PythonConformanceIT() throws IOException {}

    @TestFactory
    Stream<DynamicTest> answersAsRecordedThroughAChild() throws Exception {
        MlserverPython python = MlserverPython.required("mlserver", "mlserver_sklearn");
        Path models = ModelFolders.copy(corpus.models(SUITE), scratch);
        List<String> dropped = keepAndRunInPython(models);
        List<RecordedCase> cases =
                corpus.cases(SUITE).stream()
                        .filter(one -> !NOT_PASSED_ON.contains(one.name()))
                        .filter(one -> dropped.stream().noneMatch(model -> asks(one, model)))
                        .toList();
        assertThat(cases).hasSizeGreaterThan(200);
        RunningServer server = Distribution.built().start(models, python.environment(Map.of()));
        CaseReplayer replayer = new CaseReplayer(server.endpoints(), corpus);
        return cases.stream()
                .map(one -> dynamicTest(one.name(), () -> check(one, replayer)))
                .onClose(replayer::close)
                .onClose(server::close);
    }

    /** Names of the models that are no longer there. */
    private static List<String> keepAndRunInPython(Path models) throws IOException {
        List<String> dropped = new ArrayList<>();
        List<Path> folders;
        try (Stream<Path> list = Files.list(models)) {
            folders = list.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            Path settings = folder.resolve("model-settings.json");
            if (!MODELS.contains(folder.getFileName().toString())) {
                dropped.addAll(names(folder));
                ModelFolders.delete(folder);
            } else {
                ObjectNode node = (ObjectNode) JSON.readTree(settings.toFile());
                JsonNode parameters = node.path("parameters");
                (parameters instanceof ObjectNode given ? given : node.putObject("parameters"))
                        .put("runtime", "python");
                Files.write(settings, JSON.writeValueAsBytes(node));
            }
        }
        return dropped;
    }

    /** What its models are called, also as a path has it. */
    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>(Set.of(folder.getFileName().toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.endsWith("model-settings.json")).toList()) {
                String name = JSON.readTree(file.toFile()).path("name").asText();
                if (!name.isEmpty() && !MODELS.contains(name)) {
                    names.add(name);
                    names.add(URLEncoder.encode(name, StandardCharsets.UTF_8));
                }
            }
        }
        return names;
    }

    private static boolean asks(RecordedCase one, String model) {
        try {
            String text = Files.readString(Path.of("corpus", "cases", SUITE, one.name() + ".json"));
            return text.contains("/models/" + model + "/")
                    || text.contains("/models/" + model + "\"")
                    || text.contains("\"" + model + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(RecordedCase recorded, CaseReplayer replayer)
            throws InterruptedException {
        Verdict verdict = replayer.replay(recorded);
        assertThat(verdict.differences()).as(recorded.id()).isEmpty();
        assertThat(verdict.skipped()).as("%s was skipped", recorded.id()).isFalse();
    }
}
