package io.bulkhead.plugin.xgboost.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broken file is refused with a reason; it never crashes, hangs or exhausts the server. */
class BrokenFilesTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final String JSON = "xgb-booster-categorical/model.json";
    private static final String UBJSON = "xgb-classifier-multi-ubj/model.ubj";
    private static final String LEGACY = "xgb-classifier-legacy-bst/model.bst";

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.bst");
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, UBJSON, LEGACY})
    void refusesEveryTruncation(String model) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve(model));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 1000) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(MalformedModelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, UBJSON, LEGACY})
    void loadsOrRefusesWhateverByteIsFlipped(String model) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve(model));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            try {
                load(flipped);
            } catch (MalformedModelException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void refusesWhatIsNoModel() {
        assertRefused("", "the file is empty");
        assertRefused("{}", "no XGBoost model: 'learner' has no gradient_booster");
        assertRefused("hello, world, this is no model", "the file ends at byte 30");
        assertRefused("{\"learner\": 3}", "an object expected, found a number at line 1");
        assertRefused(
                "{\"learner\": {\"a\": [}",
                "no valid JSON at line 1, column 21: Unexpected close marker");
    }

    @Test
    void refusesDeepNesting() {
        assertRefused("{\"x\": " + "[".repeat(100_000), "no valid JSON at line 1");
        assertRefused("{i\1x" + "[".repeat(100_000), "values nested deeper than 64 at byte");
    }

    @Test
    void believesNoLengthThatTheFileCannotHold() {
        assertRefused("{i\1xSl\177\377\377\377", "a length of 2147483647 in a file with 0 more");
        assertRefused("{i\1x[$d#l\177\377\377\377", "a length of 2147483647 in a file with 0");
        assertRefused("{i\1x[$d#i\4abc", "a length of 4 in a file with 3");
        assertRefused("{i\1x[$d#i\3abcd", "3 elements announced, the file is too short");
    }

    @Test
    void refusesATreeThatIsNone() throws IOException {
        String model = Files.readString(MODELS.resolve("xgb-base-score/model.json"));
        assertThat(model).contains("\"left_children\":[1,3,5,", "\"split_indices\":[4,2,1");

        assertRefused(
                model.replace("\"left_children\":[1,3,5,", "\"left_children\":[1,0,5,"),
                "tree 0 is no tree: node 0 is missing or reached twice");
        assertRefused(
                model.replace("\"left_children\":[1,3,5,", "\"left_children\":[1,99,5,"),
                "tree 0 is no tree: node 99 is missing or reached twice");
        assertRefused(
                model.replace("\"split_indices\":[4,2,1", "\"split_indices\":[4,9,1"),
                "a split on feature 9 of a model with 5");
    }

    @Test
    void namesAnObjectiveThatItDoesNotKnow() throws IOException {
        String model = Files.readString(MODELS.resolve("xgb-base-score/model.json"));

        assertRefused(
                model.replace("reg:squarederror", "reg:ofmyown"),
                "objective 'reg:ofmyown' is none of XGBoost's");
    }

    private void assertRefused(String content, String reason) {
        assertThatThrownBy(() -> load(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining(reason);
    }

    private void load(byte[] content) throws IOException {
        Files.write(file, content);
        Predictor predictor = Predictor.of(new ModelFile(file).read());
        if (predictor.featureCount() < 1000) { // a flipped count is legal, only no rows fit it
            predictor.predict(new float[predictor.featureCount()], 1);
        }
    }
}
