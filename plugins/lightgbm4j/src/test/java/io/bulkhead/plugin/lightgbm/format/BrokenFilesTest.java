package io.bulkhead.plugin.lightgbm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.plugin.lightgbm.kernel.Predictor;
import io.bulkhead.plugin.trees.MalformedModelException;
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
    private static final Path DUMPED = Path.of("src/test/resources/dumped");

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.bst");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lgb-categorical", "lgb-linear-tree", "lgb-multiclass"})
    void refusesEveryTruncationWithinTheTrees(String model) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve(model).resolve("model.bst"));
        int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("end of trees");
        for (int length = 0; length < end; length += 1 + end / 400) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(MalformedModelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"categorical", "linear", "stumps"})
    void refusesEveryTruncationOfJson(String model) throws IOException {
        byte[] whole = Files.readAllBytes(DUMPED.resolve(model + ".json"));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(MalformedModelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"categorical", "linear", "stumps"})
    void loadsOrRefusesJsonWhateverByteIsFlipped(String model) throws IOException {
        byte[] whole = Files.readAllBytes(DUMPED.resolve(model + ".json"));
        Random random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] flipped = whole.clone();
            int flip = i % 4 == 0 ? random.nextInt(128) : "0123456789-,[]{}".charAt(i / 4 % 16);
            flipped[random.nextInt(whole.length)] = (byte) flip;
            try {
                load(flipped);
            } catch (MalformedModelException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lgb-categorical", "lgb-linear-tree", "lgb-multiclass"})
    void loadsOrRefusesWhateverByteIsFlipped(String model) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve(model).resolve("model.bst"));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] flipped = whole.clone();
            // Digits mostly, as they make files that look right.
            int flip = i % 4 == 0 ? random.nextInt(256) : "0123456789- ".charAt(random.nextInt(12));
            flipped[random.nextInt(whole.length)] = (byte) flip;
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
        assertRefused("", "the first line is not 'tree'");
        assertRefused("learner=1", "the first line is not 'tree'");
        assertRefused("{\"learner\": {}}", "JSON that holds neither what model_to_string gives");
        assertRefused("tree\n", "the file ends within the trees, at line 1");
        assertRefused("tree\nend of trees\n", "the file's head has no max_feature_idx");
    }

    @Test
    void believesNoCountThatTheFileCannotHold() throws IOException {
        String model = text("lgb-binary");

        assertRefused(
                model.replaceFirst("num_leaves=\\d+", "num_leaves=2000000000"),
                "2000000000 numbers wanted, found fewer in line");
        assertRefused(
                model.replaceFirst("num_leaves=\\d+", "num_leaves=3"),
                "numbers wanted, found more in line");
        assertRefused(model.replaceFirst("num_cat=0", "num_cat=-1"), "tree 0: num_cat is -1");
        assertRefused(
                model.replaceFirst("max_feature_idx=\\d+", "max_feature_idx=2147483647"),
                "max_feature_idx is 2147483647");
    }

    @Test
    void refusesATreeThatIsNone() throws IOException {
        String model = text("lgb-binary");

        assertRefused(
                model.replaceFirst("left_child=\\d+", "left_child=0"),
                "tree 0 is no tree: split 0 is missing or reached twice");
        assertRefused(
                model.replaceFirst("left_child=\\d+", "left_child=-99"),
                "tree 0 is no tree: leaf 98 is missing or reached twice");
        assertRefused(
                model.replaceFirst("split_feature=\\d+", "split_feature=6"),
                "a split on feature 6 of a model with 6");
    }

    @Test
    void namesAnObjectiveThatItDoesNotKnow() throws IOException {
        assertRefused(
                text("lgb-binary").replaceFirst("objective=binary", "objective=ofmyown"),
                "objective 'ofmyown' is none of LightGBM's");
    }

    private static String text(String model) throws IOException {
        return Files.readString(MODELS.resolve(model).resolve("model.bst"));
    }

    private void assertRefused(String content, String reason) {
        assertThatThrownBy(() -> load(content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining(reason);
    }

    private void load(byte[] content) throws IOException {
        Files.write(file, content);
        Predictor predictor = Predictor.of(new ModelFile(file).read());
        if (predictor.featureCount() < 1000) { // a flipped count is legal, only no rows fit it
            predictor.predict(new double[predictor.featureCount()], 1);
        }
    }
}
