package io.bulkhead.plugin.catboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.catboost.CatBoostModel;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.ModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives what CatBoost's own library gives, on rows that no test file holds. */
class NativeAgreementTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String[] CATEGORIES = {
        "red", "green", "blau", "a", "u", "v", "w", "7", "-3", "12", "", "Grün", "x".repeat(300)
    };
    private static final int ROWS = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/cat-binary",
                "models/cat-categorical-frame",
                "models/cat-categorical-frame-onehot",
                "models/cat-depthwise",
                "models/cat-lossguide",
                "models/cat-missing-values",
                "models/cat-multiclass",
                "reference/cat-depthwise-ctr",
                "reference/cat-lossguide",
                "reference/ctr-binary",
                "reference/ctr-multi",
                "reference/ctr-types",
                "reference/ctr-types-multi",
                "reference/many-borders",
                "reference/multirmse",
                "reference/num-multi-lossguide",
                "reference/num-nan-max",
                "reference/onehot-reg",
                "reference/scale-bias"
            })
    void agreesOnRandomRows(String name) throws Exception {
        Path file = RESOURCES.resolve(name).resolve("model.cbm");
        ModelDocument document = new ModelFile(file).read();
        RandomRows rows = new RandomRows(document);
        double[] expected;
        try (CatBoostModel model = CatBoostModel.loadModel(file.toString())) {
            expected = model.predict(rows.floats, rows.texts).copyRowMajorPredictions();
        }
        Predictor predictor = Predictor.of(document);

        assertSame(predictor.predict(rows.flatFloats(), rows.hashes(), ROWS), expected);
        double[] alone = predictor.predict(rows.flatFloats(), rows.hashes(), 3);
        assertSame(alone, Arrays.copyOf(expected, alone.length));
    }

    private static void assertSame(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != expected[i]) { // 10,000 assertions that hold would take a while
                double tolerance = 1e-12 * Math.max(1, Math.abs(expected[i]));
                assertThat(found[i]).as("value %d", i).isCloseTo(expected[i], within(tolerance));
            }
        }
    }

    /** Rows about the borders of a model, with values that it has not seen. */
    private static final class RandomRows {
        private final float[][] floats;
        private final String[][] texts;

        RandomRows(ModelDocument document) {
            Random random = new Random(3);
            int floatCount = document.floats().size();
            this.floats = new float[ROWS][floatCount];
            this.texts = new String[ROWS][document.categories().size()];
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < floatCount; i++) {
                    floats[row][i] = value(document.floats().get(i).borders(), random);
                }
                for (int i = 0; i < texts[row].length; i++) {
                    texts[row][i] = CATEGORIES[random.nextInt(CATEGORIES.length)];
                }
            }
        }

        private static float value(float[] borders, Random random) {
            if (borders.length == 0) {
                return random.nextFloat();
            }
            float border = borders[random.nextInt(borders.length)];
            return switch (random.nextInt(6)) {
                case 0 -> border;
                case 1 -> Math.nextUp(border);
                case 2 -> Float.NaN;
                case 3 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                default -> border + (float) random.nextGaussian();
            };
        }

        float[] flatFloats() {
            float[] flat = new float[ROWS * floats[0].length];
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(floats[row], 0, flat, row * floats[0].length, floats[0].length);
            }
            return flat;
        }

        int[] hashes() {
            int[] hashes = new int[ROWS * texts[0].length];
            for (int i = 0; i < hashes.length; i++) {
                byte[] text =
                        texts[i / texts[0].length][i % texts[0].length].getBytes(
                                StandardCharsets.UTF_8);
                hashes[i] = CityHash.category(text, text.length);
            }
            return hashes;
        }
    }
}
