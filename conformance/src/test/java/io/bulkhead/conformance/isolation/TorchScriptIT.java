package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Folders with TorchScript answer as transformers does, by an engine that their settings name.
 * Skipped, and said so, where the engine cannot be had from a Maven repository.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorchScriptIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TRACED = Path.of("src", "test", "resources", "torchscript");
    private static final Path CORPUS = Path.of("corpus", "models", "huggingface");

    /** Some hundred megabytes, so it is kept from one run to the next. */
    private static final Path CACHE = Path.of("target", "torchscript-maven").toAbsolutePath();

    private static final String PLAIN = "without-engine";

    static final List<String> TASKS =
            List.of(
                    "text-classification",
                    "token-classification",
                    "question-answering",
                    "fill-mask",
                    "feature-extraction");

    private RunningServer server;
    private ModelClient client;

    @BeforeAll
    void start(@TempDir Path scratch) throws IOException, InterruptedException {
        TestRepository repository = TestRepository.in(scratch);
        for (String task : TASKS) {
            declare(repository, task, task, ", 'dependencies': " + engine());
        }
        declare(repository, PLAIN, "token-classification", "");
        Map<String, String> environment = new HashMap<>(repository.environment());
        environment.put("MLSERVER_MAVEN_CACHE_DIR", CACHE.toString());
        server = Distribution.built().start(repository.root(), environment);
        client = new ModelClient(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** What the server tells whoever has not named the engine, for this platform. */
    private static String engine() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return """
                ['ai.djl:api:0.38.0', 'ai.djl.pytorch:pytorch-engine:0.35.1',
                 'ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1',
                 'ai.djl.pytorch:pytorch-native-cpu:jar:%s-%s:2.7.1']"""
                .formatted(system, processor);
    }

    private static void declare(TestRepository repository, String name, String task, String more)
            throws IOException {
        Path folder =
                repository.declare(
                        name,
                        """
                        {'name': '%s', 'implementation': 'huggingface',
                         'parameters': {'extra': {'task': '%s'}%s}}
                        """
                                .formatted(name, task, more));
        try (Stream<Path> files = Files.list(CORPUS.resolve(task))) {
            for (Path file : files.filter(TorchScriptIT::isNoOtherWeights).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        if (Files.exists(TRACED.resolve(task).resolve("model.pt"))) {
            Files.copy(TRACED.resolve(task).resolve("model.pt"), folder.resolve("model.pt"));
        }
    }

    private static boolean isNoOtherWeights(Path file) {
        String name = file.getFileName().toString();
        return !name.matches(".*\\.(onnx|safetensors)|model-settings\\.json");
    }

    @ParameterizedTest
    @FieldSource("TASKS")
    void answersAsTransformersDoes(String task) throws IOException, InterruptedException {
        JsonNode entry = client.indexEntry(task);
        assumeTrue(
                !entry.path("reason").asText().contains("cannot be had"),
                () -> "PyTorch's engine is not to be had here: " + entry.path("reason").asText());
        for (JsonNode asked :
                JSON.readTree(Files.readString(TRACED.resolve(task).resolve("expected.json")))) {
            JsonNode answer = client.infer(task, request(asked.path("inputs")));
            JsonNode elements = ModelClient.output(answer, "output");
            assertThat(elements).hasSameSizeAs(asked.path("answers"));
            for (int i = 0; i < elements.size(); i++) {
                assertClose(JSON.readTree(elements.get(i).asText()), asked.path("answers").get(i));
            }
        }
    }

    @Test
    void saysWhatIsToBeNamed() throws IOException, InterruptedException {
        assertThat(client.indexEntry(PLAIN).path("reason").asText())
                .contains("model.pt is TorchScript")
                .contains(
                        "parameters.dependencies "
                                + engine().replaceAll("\\s+", " ").replace('\'', '"'));
    }

    private static String request(JsonNode inputs) {
        ArrayNode tensors = JSON.createArrayNode();
        inputs.properties()
                .forEach(
                        input -> {
                            ObjectNode tensor = tensors.addObject();
                            tensor.put("name", input.getKey()).put("datatype", "BYTES");
                            tensor.putArray("shape").add(input.getValue().size());
                            tensor.set("data", input.getValue());
                        });
        return JSON.createObjectNode().<ObjectNode>set("inputs", tensors).toString();
    }

    private static void assertClose(JsonNode found, JsonNode expected) {
        if (expected.isNumber()) {
            assertThat(found.asDouble()).isCloseTo(expected.asDouble(), within(1e-4));
        } else if (expected.isContainerNode()) {
            assertThat(found).as("%s", found).hasSameSizeAs(expected);
            expected.properties().forEach(e -> assertClose(found.path(e.getKey()), e.getValue()));
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                assertClose(found.get(i), expected.get(i));
            }
        } else {
            assertThat(found).isEqualTo(expected);
        }
    }
}
