package io.bulkhead.plugin.huggingface.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.huggingface.ServedTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder without its ONNX files answers as it does with them. */
class WrittenGraphsTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(e-?\\d+)?");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "text-classification, the movie was wonderful and i liked it .",
        "token-classification, anna lives in paris and works as a doctor .",
        "feature-extraction, anna lives",
        "fill-mask, anna lives in<mask> and works as a doctor .",
        "text-generation, one two",
        "text2text-generation, translate English to German: the cat sees",
    })
    void answersFromWeightsAsFromOnnx(String name, String text) throws IOException {
        withoutOnnx(name);
        try (ServedTask onnx = ServedTask.of(name);
                ServedTask weights = ServedTask.of(folder, Map.of("task", name))) {
            assertSame(weights.answer(text), onnx.answer(text));
            List<String> texts = List.of(text, text.substring(text.indexOf(' ')));
            if (!name.equals("fill-mask")) {
                assertSame(weights.answer(texts), onnx.answer(texts));
            }
        }
    }

    private void withoutOnnx(String name) throws IOException {
        try (Stream<Path> files = Files.list(ServedTask.CORPUS.resolve(name))) {
            for (Path file : files.filter(path -> !path.toString().endsWith(".onnx")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    /** The same text, with numbers that differ by less than 1e-4. */
    static void assertSame(String answer, String expected) {
        assertThat(NUMBER.matcher(answer).replaceAll("#"))
                .isEqualTo(NUMBER.matcher(expected).replaceAll("#"));
        List<String> numbers = NUMBER.matcher(answer).results().map(MatchResult::group).toList();
        List<String> wanted = NUMBER.matcher(expected).results().map(MatchResult::group).toList();
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(Double.parseDouble(numbers.get(i)))
                    .isCloseTo(Double.parseDouble(wanted.get(i)), Offset.offset(1e-4));
        }
    }
}
