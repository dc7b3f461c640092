package io.bulkhead.plugin.sklearn.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatTreesTest {
    private static final int INF = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** feature 1 <= 0.5 ? 10 : (feature 0 <= 0.0 ? 20 : 30); missing goes left, then right. */
    private static final int[] TREE = {
        3, Float.floatToRawIntBits(0.5f), 4, -1, //
        0, INF, 4, 0, //
        0, Float.floatToRawIntBits(0f), 12, -1, //
        0, INF, 12, 1, //
        0, INF, 16, 2
    };

    private final FlatTrees one = new FlatTrees(TREE, new int[] {0}, new double[] {10, 20, 30}, 1);

    @Test
    void goesLeftUpToTheThresholdAndRightBeyond() {
        assertThat(sum(one, 9, 0.5)).containsExactly(10);
        assertThat(sum(one, 0, Math.nextUp(0.5f))).containsExactly(20);
        assertThat(sum(one, -0.0, 1)).containsExactly(20);
        assertThat(sum(one, Float.MIN_VALUE, 1)).containsExactly(30);
    }

    @Test
    void roundsFeaturesToSinglePrecisionFirst() {
        assertThat(sum(one, 0, 0.5 + 1e-12)).containsExactly(10);
    }

    @Test
    void missingValuesGoWhereTheNodeSays() {
        assertThat(sum(one, 0, Double.NaN)).containsExactly(10);
        assertThat(sum(one, Double.NaN, 1)).containsExactly(30);
    }

    @Test
    void refusesWhatIsTooLargeForSinglePrecision() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> sum(one, 1e300, 0))
                .withMessage("Input X contains a value too large for dtype('float32').");
    }

    @Test
    void anyNumberOfRowsAndTreesAnswersAsOneByOne() {
        Random random = new Random(2);
        for (int trees = 1; trees <= 9; trees++) {
            FlatTrees forest = new FlatTrees(TREE, new int[trees], new double[] {10, 20, 30}, 1);
            for (int rows = 1; rows <= 9; rows++) {
                double[] values = random.doubles(2L * rows, -1, 2).toArray();
                double[] together = forest.sum(new Matrix(rows, 2, values, false));
                for (int row = 0; row < rows; row++) {
                    double alone = sum(one, values[2 * row], values[2 * row + 1])[0];
                    assertThat(together[row]).isEqualTo(alone * trees);
                }
            }
        }
    }

    private static double[] sum(FlatTrees trees, double first, double second) {
        return trees.sum(new Matrix(1, 2, new double[] {first, second}, false));
    }
}
