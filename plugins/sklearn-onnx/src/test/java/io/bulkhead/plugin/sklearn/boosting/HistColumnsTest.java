package io.bulkhead.plugin.sklearn.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.sklearn.boosting.HistColumns.Kind;
import io.bulkhead.plugin.trees.RowValues;
import org.junit.jupiter.api.Test;

/** Rows as the trees' splits compare them. */
class HistColumnsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final HistColumns columns = new HistColumns();

    @Test
    void missingNumbersGoToEitherSideOfAnyThreshold() {
        columns.of(1, Kind.NUMBER, true);
        columns.of(1, Kind.NUMBER, false);

        assertThat(row(5, Double.NaN)).containsExactly(0, -INFINITY, INFINITY);
        assertThat(row(5, 0.25)).containsExactly(0, 0.25, 0.25);
    }

    @Test
    void infinityIsNotMissing() {
        columns.of(0, Kind.NUMBER, false);

        assertThat(row(INFINITY, 0)).containsExactly(0, Double.MAX_VALUE);
        assertThat(row(-INFINITY, 0)).containsExactly(0, -INFINITY);
    }

    @Test
    void aThresholdThatIsNoNumberAsksOnlyForWhatIsMissing() {
        columns.of(0, Kind.PRESENCE, true);

        assertThat(row(-INFINITY, 0)).containsExactly(0, Double.MAX_VALUE);
        assertThat(row(Double.NaN, 0)).containsExactly(0, -INFINITY);
    }

    @Test
    void unknownCategoriesGoWhereMissingOnesGo() {
        columns.of(1, Kind.CATEGORY, true);
        columns.of(1, Kind.CATEGORY, false);

        assertThat(row(0, 33)).containsExactly(0, 33, 33);
        for (double unknown : new double[] {32, -1, Double.NaN, 200}) {
            assertThat(row(0, unknown))
                    .as("%s", unknown)
                    .containsExactly(0, RowValues.NO_MEMBER, RowValues.MEMBER);
        }
    }

    @Test
    void aColumnHasOneNumber() {
        assertThat(columns.of(1, Kind.NUMBER, true)).isEqualTo(1);
        assertThat(columns.of(0, Kind.NUMBER, true)).isEqualTo(2);
        assertThat(columns.of(1, Kind.NUMBER, true)).isEqualTo(1);
    }

    /** Of two features, the second of which knows category 33. */
    private double[] row(double first, double second) {
        int[] known = new int[2 * HistTree.SET_INTS];
        known[HistTree.SET_INTS + 1] = 1 << 1;
        HistColumns.Filler filler = columns.filler(known);
        double[] filled = new double[filler.count()];
        filler.valuesOf(new double[] {9, 9, first, second}, 2).fill(1, 1, filled);
        return filled;
    }
}
