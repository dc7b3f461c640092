package io.bulkhead.host.controlplane.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {
    private static Optional<String> difference(Tensor expected, Tensor... found) {
        return AnswerComparison.difference(List.of(expected), List.of(found), Tolerance.STANDARD);
    }

    private static Tensor doubles(double... values) {
        return Tensor.of("y", Shape.of(values.length), values);
    }

    @Test
    void whatIsTheSameDiffersNowhere() {
        assertThat(
                        difference(
                                doubles(1, Double.NaN, Double.NEGATIVE_INFINITY, -0.0),
                                doubles(1, Double.NaN, Double.NEGATIVE_INFINITY, 0.0)))
                .isEmpty();
    }

    @Test
    void outputsThatNobodyExpectsAreLeftAlone() {
        assertThat(difference(doubles(1), Tensor.of("z", Shape.of(1), new int[] {3}), doubles(1)))
                .isEmpty();
    }

    @Test
    void aMissingOutputIsToldWithThoseThatAreThere() {
        assertThat(difference(doubles(1), doubles(1).withName("a"), doubles(1).withName("b")))
                .hasValue("output 'y': missing, the answer has 'a', 'b'");
        assertThat(difference(doubles(1)))
                .hasValue("output 'y': missing, the answer has no output");
    }

    @Test
    void datatypeAndShapeMustBeTheSame() {
        assertThat(difference(doubles(1), Tensor.of("y", Shape.of(1), new float[] {1})))
                .hasValue("output 'y': datatype FP64 expected, found FP32");
        assertThat(difference(doubles(1, 2), doubles(1, 2).withShape(Shape.of(2, 1))))
                .hasValue("output 'y': shape [2] expected, found [2,1]");
    }

    @Test
    void floatingValuesMayDifferByTheTolerance() {
        assertThat(difference(doubles(100), doubles(100.00009))).isEmpty();
        assertThat(difference(doubles(100), doubles(100.0002))).isPresent();
        assertThat(difference(doubles(0), doubles(1e-300))).isPresent();
        assertThat(
                        AnswerComparison.difference(
                                List.of(doubles(0, 100)),
                                List.of(doubles(0.5, 111)),
                                new Tolerance(0.1, 1)))
                .isEmpty();
    }

    @Test
    void noToleranceReachesAnInfinityOrNan() {
        assertThat(difference(doubles(Double.POSITIVE_INFINITY), doubles(1))).isPresent();
        assertThat(difference(doubles(1), doubles(Double.POSITIVE_INFINITY))).isPresent();
        assertThat(difference(doubles(1), doubles(Double.NaN))).isPresent();
        assertThat(difference(doubles(Double.NaN), doubles(1))).isPresent();
    }

    @Test
    void theFirstDifferencesAreToldWithTheirIndices() {
        Tensor expected = doubles(1, 2, 3, 4, 5, 6).withShape(Shape.of(2, 3));
        Tensor found = doubles(1, 2.5, 9, 4.5, 5, 0).withShape(Shape.of(2, 3));
        assertThat(difference(expected, found))
                .hasValue(
                        "output 'y': 4 of 6 values differ: [0,1] expected 2.0, found 2.5; [0,2]"
                                + " expected 3.0, found 9.0; [1,0] expected 4.0, found 4.5; ...");
    }

    @Test
    void integersMustBeEqualHoweverLarge() {
        Tensor expected = Tensor.of("y", Shape.of(1), new long[] {Long.MAX_VALUE});
        Tensor found = Tensor.of("y", Shape.of(1), new long[] {Long.MAX_VALUE - 1});
        assertThat(difference(expected, expected)).isEmpty();
        assertThat(difference(expected, found))
                .hasValue(
                        "output 'y': 1 of 1 values differ: [0] expected 9223372036854775807, found"
                                + " 9223372036854775806");
        NumericData unsigned =
                NumericData.wrap(
                        Datatype.UINT64, NumericData.allocate(Datatype.UINT64, 1).putLong(0, -1L));
        Tensor zero =
                new Tensor(
                        "y",
                        Shape.of(1),
                        NumericData.wrap(
                                Datatype.UINT64, NumericData.allocate(Datatype.UINT64, 1)));
        assertThat(difference(zero, new Tensor("y", Shape.of(1), unsigned)).orElseThrow())
                .contains("expected 0, found 18446744073709551615");
    }

    @Test
    void textsMustBeEqualAndAreShownShortened() {
        Tensor expected = texts("cat", null, "a");
        assertThat(difference(expected, texts("cat", null, "a"))).isEmpty();
        assertThat(difference(expected, texts("cat", "", "b".repeat(100))).orElseThrow())
                .isEqualTo(
                        "output 'y': 2 of 3 values differ: [1] expected null, found ''; [2]"
                                + " expected 'a', found '"
                                + "b".repeat(60)
                                + "...'");
    }

    private static Tensor texts(@Nullable String... values) {
        return Tensor.ofStrings("y", Shape.of(values.length), Arrays.asList(values));
    }

    @Test
    void booleansAreToldAsSuch() {
        assertThat(
                        difference(
                                        Tensor.of("y", Shape.of(1), new boolean[] {true}),
                                        Tensor.of("y", Shape.of(1), new boolean[] {false}))
                                .orElseThrow())
                .endsWith("[0] expected true, found false");
    }
}
