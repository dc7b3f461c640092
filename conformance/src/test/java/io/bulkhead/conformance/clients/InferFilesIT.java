package io.bulkhead.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bulkhead infer}, as MLServer's users call it, over files in MLServer's format. */
class InferFilesIT {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Path CASES = Path.of("src", "test", "resources", "infer");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path scratch;
    private static RunningServer server;
    @TempDir private Path work;

    @BeforeAll
    static void start() throws IOException {
        Path models = ModelFolders.copy(Path.of("corpus", "models", "dataplane"), scratch);
        server = Distribution.built().start(models);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Process infer(Path input, List<String> options, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Distribution.built().launcher().toString());
        command.addAll(List.of("infer", "-i", input.toString(), "-o", output().toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MLSERVER_"));
        builder.environment().putAll(environment);
        return builder.redirectOutput(work.resolve("log").toFile()).start();
    }

    private int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Path output() {
        return work.resolve("out.jsonl");
    }

    private static List<JsonNode> answers(Path file) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            answers.add(MAPPER.readTree(line));
        }
        answers.sort(Comparator.comparingInt(InferFilesIT::index));
        return answers;
    }

    private static int index(JsonNode answer) {
        return answer.at("/parameters/batch_index").intValue();
    }

    /** What {@code mlserver infer} of MLServer 1.7.1 writes for the same file. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-b", "-t grpc", "-s 3", "-s 3 -t grpc"})
    void answersAreThoseOfMlserver(String given) throws Exception {
        List<String> options = new ArrayList<>(List.of("-m", "iris"));
        options.addAll(List.of(given.split(" ")).stream().filter(o -> !o.isEmpty()).toList());
        String url =
                given.contains("grpc")
                        ? server.endpoints().grpc().orElseThrow()
                        : server.endpoints().rest().getAuthority();
        int code =
                exitCode(
                        infer(
                                CASES.resolve("iris.jsonl"),
                                options,
                                Map.of("MLSERVER_INFER_URL", url)));

        assertThat(code).as(Files.readString(work.resolve("log"))).isEqualTo(3);
        List<JsonNode> found = answers(output());
        List<JsonNode> wanted = answers(CASES.resolve("iris-mlserver.jsonl"));
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < found.size(); i++) {
            assertSame(found.get(i), wanted.get(i), given.contains("-s"));
        }
    }

    private static void assertSame(JsonNode found, JsonNode wanted, boolean merged) {
        assertThat(index(found)).isEqualTo(index(wanted));
        assertThat(found.at("/error/status")).isEqualTo(wanted.at("/error/status"));
        assertThat(found.path("model_name")).isEqualTo(wanted.path("model_name"));
        boolean idGiven = wanted.path("id").asText().startsWith("mine");
        if (idGiven) {
            assertThat(found.path("id")).isEqualTo(wanted.path("id"));
        }
        if (idGiven && !merged) {
            assertThat(found.at("/parameters/inference_id")).isEqualTo(wanted.path("id"));
        }
        for (String field : List.of("name", "shape", "datatype")) {
            String pointer = "/outputs/0/" + field;
            assertThat(found.at(pointer)).as(pointer).isEqualTo(wanted.at(pointer));
        }
        assertThat(numbers(found)).hasSameSizeAs(numbers(wanted));
        for (int i = 0; i < numbers(wanted).size(); i++) {
            assertThat(numbers(found).get(i)).isCloseTo(numbers(wanted).get(i), within(1e-12));
        }
    }

    private static List<Double> numbers(JsonNode answer) {
        List<Double> numbers = new ArrayList<>();
        answer.at("/outputs/0/data").forEach(number -> numbers.add(number.doubleValue()));
        return numbers;
    }

    @Test
    void aRunThatIsToldToStopGoesOnWhereItStopped() throws Exception {
        int lines = 200;
        String request = Files.readAllLines(CASES.resolve("iris.jsonl")).get(0);
        Path input = work.resolve("in.jsonl");
        Files.write(input, IntStream.range(0, lines).mapToObj(i -> request).toList());
        List<String> options =
                List.of("-m", "iris", "-w", "2", "-u", server.endpoints().rest().getAuthority());
        List<String> slowly = new ArrayList<>(options);
        slowly.addAll(List.of("--batch-interval", "0.1"));

        Process first = infer(input, slowly, Map.of());
        await().atMost(PATIENCE)
                .until(() -> Files.exists(output()) && !Files.readAllLines(output()).isEmpty());
        first.destroy(); // as Ctrl-C and Kubernetes do
        assertThat(exitCode(first)).isNotZero();
        assertThat(answers(output())).hasSizeLessThan(lines);

        assertThat(exitCode(infer(input, options, Map.of()))).isZero();
        assertThat(Files.readString(work.resolve("log"))).contains("Going on after ");
        assertThat(answers(output()))
                .extracting(InferFilesIT::index)
                .containsExactlyElementsOf(IntStream.range(0, lines).boxed().toList());
    }
}
