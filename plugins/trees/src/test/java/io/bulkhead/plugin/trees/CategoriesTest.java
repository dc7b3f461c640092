package io.bulkhead.plugin.trees;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Categories by their names and the codes that stand for them. */
class CategoriesTest {
    @Test
    void knowsTruthValuesAsSuchAsNumbersAndAsTexts() {
        Categories flags = Categories.of(List.of(true, false));

        assertThat(flags.areTexts()).isFalse();
        assertThat(codes(flags, Tensor.of("c", Shape.of(3), new boolean[] {true, false, true})))
                .containsExactly(0, 1, 0);
        assertThat(codes(flags, Tensor.of("c", Shape.of(2), new double[] {1, 0})))
                .containsExactly(0, 1);
        assertThat(
                        codes(
                                flags,
                                Tensor.ofStrings(
                                        "c", Shape.of(3), List.of("True", "false", "never"))))
                .containsExactly(0, 1, Double.NaN);
    }

    @Test
    void takesNumbersByTheirNamesAndWhatIsUnknownForMissing() {
        Categories numbers = Categories.of(List.of(5.0, 1.0, 70.0));

        assertThat(codes(numbers, Tensor.of("c", Shape.of(4), new long[] {70, 5, 1, 2})))
                .containsExactly(2, 0, 1, Double.NaN);
    }

    @Test
    void takesNumbersForCodesWhereNamesAreTexts() {
        Categories texts = Categories.of(List.of("a", "b"));

        assertThat(texts.areTexts()).isTrue();
        assertThat(codes(texts, Tensor.of("c", Shape.of(2), new long[] {1, 0})))
                .containsExactly(1, 0);
    }

    private static double[] codes(Categories categories, Tensor column) {
        return categories.codesOf(column).toDoubles();
    }
}
