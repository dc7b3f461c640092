package io.bulkhead.plugin.catboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.ModelInfo;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block of rows gets what each of its rows gets alone. */
class SymmetricKernelTest {
    private static final int FEATURES = 3;
    private static final int ROWS = 333;

    private final Random random = new Random(9);

    @ParameterizedTest
    @CsvSource({"1, 3, 1", "126, 6, 1", "127, 8, 2", "128, 7, 3", "1000, 6, 1", "300, 11, 2"})
    void answersBlocksAsSingleRows(int borders, int depth, int dimension) throws Exception {
        Predictor predictor = Predictor.of(model(borders, depth, dimension));
        float[] rows = rows();
        double[] alone = new double[ROWS * dimension];
        for (int row = 0; row < ROWS; row++) {
            float[] one = Arrays.copyOfRange(rows, row * FEATURES, (row + 1) * FEATURES);
            double[] answer = predictor.predict(one, new int[0], 1);
            System.arraycopy(answer, 0, alone, row * dimension, dimension);
        }

        for (int count : new int[] {7, 8, 15, 16, 24, 31, 32, 33, 40, 64, 257, ROWS}) {
            float[] some = Arrays.copyOf(rows, count * FEATURES);
            assertThat(predictor.predict(some, new int[0], count))
                    .as("%d rows", count)
                    .isEqualTo(Arrays.copyOf(alone, count * dimension));
        }
    }

    private ModelDocument model(int borders, int depth, int dimension) {
        int[] depths = new int[20];
        Arrays.fill(depths, depth);
        depths[3] = 0;
        int[] splits = random.ints(19L * depth, 0, FEATURES * borders).toArray();
        long leaves = (19L << depth) + 1;
        double[] values = random.doubles(leaves * dimension).toArray();
        return new ModelDocument(
                "cbm",
                List.of(feature(0, borders), feature(1, borders), feature(2, borders)),
                FEATURES,
                List.of(),
                List.of(),
                TextEstimates.none(),
                List.of(),
                EmbeddingEstimates.none(),
                List.of(),
                List.of(),
                Map.of(),
                new SymmetricTrees(depths, splits, values, new double[0]),
                dimension,
                1,
                new double[dimension],
                new ModelInfo("", "RMSE", Optional.empty(), 0.5));
    }

    /** Borders about 0, which is one of them in either sign. */
    private static FloatFeature feature(int index, int count) {
        float[] borders = new float[count];
        for (int i = 0; i < count; i++) {
            borders[i] = (i - count / 2) * 0.01f * (index + 1);
        }
        borders[count / 2] = index == 0 ? -0.0f : 0.0f;
        return new FloatFeature(index, index, "", borders, index == 1);
    }

    private float[] rows() {
        float[] rows = new float[ROWS * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] =
                    switch (random.nextInt(9)) {
                        case 0 -> Float.NaN;
                        case 1 -> 0.0f;
                        case 2 -> -0.0f;
                        case 3 -> Float.POSITIVE_INFINITY;
                        case 4 -> Float.NEGATIVE_INFINITY;
                        default -> (float) random.nextGaussian() * 2;
                    };
        }
        return rows;
    }
}
