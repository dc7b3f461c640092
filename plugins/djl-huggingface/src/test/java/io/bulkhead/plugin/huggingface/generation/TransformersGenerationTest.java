package io.bulkhead.plugin.huggingface.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.json.PythonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What transformers 4.41.2 answered; the script beside the file wrote it. */
class TransformersGenerationTest {
    private static final Path FILE = Path.of("src/test/resources/generation/expected.json");

    private static final Map<String, List<String>> LEFT_OUT =
            Map.of(
                    "made", List.of("model.onnx"),
                    "decoder", List.of("model.safetensors"),
                    "merged", List.of("decoder_model.onnx"),
                    "pair", List.of("model.safetensors"));

    @TempDir private Path work;

    static Stream<JsonObject> answers() throws IOException {
        String text = "{\"answers\":" + Files.readString(FILE) + "}";
        return JsonObject.parse("expected.json", text).list("answers").stream()
                .map(answer -> JsonObject.of("answer", asMap(answer)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object json) {
        return (Map<String, Object>) json;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void makesTheSameText(JsonObject expected) {
        Map<String, Object> settings = new LinkedHashMap<>();
        String task = expected.text("task").orElseThrow();
        settings.put("task", task.startsWith("translation") ? "translation" : task);
        if (task.startsWith("translation_")) {
            settings.put("task_suffix", task.substring("translation".length()));
        }
        Path folder = ServedTask.CORPUS.resolve(expected.text("folder").orElseThrow());
        assertAnswer(folder, settings, expected);
    }

    private static void assertAnswer(
            Path folder, Map<String, Object> settings, JsonObject expected) {
        try (ServedTask served = ServedTask.of(folder, settings)) {
            assertThat(
                            served.answer(
                                    List.of(expected.text("text").orElseThrow()),
                                    expected.object("call").asMap()))
                    .isEqualTo(PythonJson.write(expected.list("answer")));
        }
    }

    static Stream<Arguments> answersWithPast() throws IOException {
        List<Arguments> all = new ArrayList<>();
        answersOf("text-generation").forEach(one -> all.add(Arguments.of("made", one)));
        answersOf("text-generation").forEach(one -> all.add(Arguments.of("decoder", one)));
        answersOf("translation").forEach(one -> all.add(Arguments.of("merged", one)));
        answersOf("translation").forEach(one -> all.add(Arguments.of("pair", one)));
        return all.stream();
    }

    private static Stream<JsonObject> answersOf(String folder) throws IOException {
        return answers().filter(answer -> answer.text("folder").orElse("").equals(folder));
    }

    /**
     * Each token is seen once, by the graph that is made of the weights ({@code made}) and by those
     * that optimum 1.25.3 exported: a decoder, a merged one, and one to begin with one to go on.
     */
    @ParameterizedTest
    @MethodSource("answersWithPast")
    void makesTheSameTextWithPastKeysAndValues(String layout, JsonObject expected)
            throws IOException {
        String name = expected.text("folder").orElseThrow();
        Path folder = Files.createDirectories(work.resolve(layout));
        copy(ServedTask.CORPUS.resolve(name), folder);
        if (!layout.equals("made")) {
            copy(FILE.resolveSibling(layout), folder);
        }
        for (String other : LEFT_OUT.get(layout)) {
            Files.delete(folder.resolve(other));
        }
        Map<String, Object> settings =
                name.equals("translation")
                        ? Map.of("task", name, "task_suffix", "_en_to_de")
                        : Map.of("task", name);
        assertAnswer(folder, settings, expected);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void drawsTheSameWithTheSameSeedAndNotWithAnother() {
        try (ServedTask task = ServedTask.of("text-generation")) {
            assertThat(drawn(task, 1)).isEqualTo(drawn(task, 1)).isNotEqualTo(drawn(task, 2));
        }
    }

    private static String drawn(ServedTask task, long seed) {
        return task.answer(
                List.of("one two"),
                Map.of(
                        "do_sample",
                        true,
                        "temperature",
                        5.0,
                        "max_new_tokens",
                        20L,
                        "min_new_tokens",
                        20L,
                        "num_return_sequences",
                        2L,
                        "seed",
                        seed));
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, 0, temperature must be above 0",
        "top_p, 2, top_p must be from 0 to 1",
        "top_k, -1, top_k must be 0 or more",
        "num_beams, 0, num_beams must be 1 or more",
        "num_return_sequences, 2, 'num_return_sequences is 2, more than num_beams'",
        "repetition_penalty, -1, repetition_penalty must be above 0"
    })
    void refusesWhatMakesNoSense(String name, long value, String reason) {
        try (ServedTask task = ServedTask.of("text-generation")) {
            assertThatThrownBy(() -> task.answer(List.of("one"), Map.of(name, value)))
                    .hasMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"text-generation, three four", "translation, the cat sees"})
    void aStreamIsTheSameTextInPieces(String folder, String text) {
        Map<String, Object> settings =
                folder.equals("translation")
                        ? Map.of("task", folder, "task_suffix", "_en_to_de")
                        : Map.of("task", folder);
        Map<String, Object> call =
                folder.equals("translation")
                        ? Map.of()
                        : Map.of("return_full_text", false, "max_new_tokens", 12L);
        try (ServedTask task = ServedTask.of(ServedTask.CORPUS.resolve(folder), settings)) {
            List<String> parts = task.parts(List.of(text), call);

            assertThat(parts).hasSizeGreaterThan(1);
            assertThat(task.answer(List.of(text), call))
                    .contains(": \"" + String.join("", parts) + "\"");
        }
    }
}
