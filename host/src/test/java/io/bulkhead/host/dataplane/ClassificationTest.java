package io.bulkhead.host.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassificationTest {
    private static InferenceRequest asking(Object classification) {
        Parameters parameters =
                Parameters.of("classification", classification).with("content_type", "np");
        return InferenceRequest.of(Tensor.of("x", Shape.of(1), new int[] {1}))
                .withOutputs(List.of(new RequestedOutput("p", parameters)));
    }

    private static Tensor classified(Tensor output, int classes, String... labels) {
        Classification asked =
                Classification.of(asking((long) classes), name -> List.of(labels)).orElseThrow();
        return asked.classified(InferenceResponse.of(output)).outputs().get(0);
    }

    @Test
    void eachRowOfABatchHasItsLargestValuesLargestFirst() {
        Tensor answer =
                classified(
                        Tensor.of(
                                "p",
                                Shape.of(2, 4),
                                new float[] {.1f, .6f, .25f, .05f, 3, 1, 2, 4}),
                        2);

        assertThat(answer.name()).isEqualTo("p");
        assertThat(answer.datatype()).isEqualTo(Datatype.BYTES);
        assertThat(answer.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(answer.toStrings()).containsExactly("0.6:1", "0.25:2", "4.0:3", "3.0:0");
    }

    @Test
    void aVectorIsOneRow() {
        Tensor answer = classified(Tensor.of("p", Shape.of(3), new double[] {1e-9, 2, 0}), 2);

        assertThat(answer.shape()).isEqualTo(Shape.of(2));
        assertThat(answer.toStrings()).containsExactly("2.0:1", "1.0E-9:0");
    }

    @Test
    void furtherDimensionsAreOneRowEach() {
        Tensor answer =
                classified(
                        Tensor.of("p", Shape.of(2, 2, 2), new int[] {1, 2, 3, 4, 8, 7, 6, 5}), 1);

        assertThat(answer.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(answer.toStrings()).containsExactly("4:3", "8:0");
    }

    @Test
    void labelsStandBehindTheIndexWhereThereAreSome() {
        Tensor answer =
                classified(Tensor.of("p", Shape.of(1, 3), new float[] {1, 3, 2}), 3, "cat", "dog");

        assertThat(answer.toStrings()).containsExactly("3.0:1:dog", "2.0:2", "1.0:0:cat");
    }

    @Test
    void thereAreNotMoreThanThereAreValues() {
        assertThat(classified(Tensor.of("p", Shape.of(1, 2), new float[] {1, 2}), 1_000).shape())
                .isEqualTo(Shape.of(1, 2));
        assertThat(classified(Tensor.of("p", Shape.of(0, 2), new float[] {}), 2).size()).isZero();
    }

    @Test
    void equalValuesKeepTheirOrderAndWhatIsNoNumberComesLast() {
        float nan = Float.NaN;
        float infinity = Float.POSITIVE_INFINITY;
        Tensor answer =
                classified(
                        Tensor.of("p", Shape.of(1, 6), new float[] {nan, 1, infinity, 1, nan, -1}),
                        6);

        assertThat(answer.toStrings())
                .containsExactly("Infinity:2", "1.0:1", "1.0:3", "-1.0:5", "NaN:0", "NaN:4");
    }

    @Test
    void largeIntegersKeepTheirDigits() {
        long[] values = {Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE};
        assertThat(classified(Tensor.of("p", Shape.of(1, 3), values), 3).toStrings())
                .containsExactly(
                        "9223372036854775807:1", "9223372036854775806:0", "-9223372036854775808:2");
        NumericData unsigned = NumericData.wrap(Datatype.UINT64, NumericData.of(values).bytes());
        assertThat(classified(new Tensor("p", Shape.of(1, 3), unsigned), 1).toStrings())
                .containsExactly("9223372036854775808:2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Datatype.class,
            names = {"BYTES"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyNumberCanBeClassified(Datatype datatype) {
        NumericData zeros = NumericData.wrap(datatype, NumericData.allocate(datatype, 3));

        assertThat(classified(new Tensor("p", Shape.of(1, 3), zeros), 1).toStrings().get(0))
                .matches("0(\\.0)?:0");
    }

    @Test
    void textCannotBeClassified() {
        assertThatThrownBy(() -> classified(Tensor.ofStrings("p", Shape.of(1), List.of("a")), 1))
                .isInstanceOf(ServingException.class)
                .hasMessage("output 'p': classification wants numbers, found datatype BYTES");
    }

    @Test
    void otherOutputsStayAsTheyAre() {
        Classification asked = Classification.of(asking(1L), name -> List.of()).orElseThrow();
        Tensor other = Tensor.of("q", Shape.of(1), new int[] {7});

        assertThat(asked.classified(InferenceResponse.of(other)).outputs()).containsExactly(other);
    }

    @Test
    void theModelDoesNotSeeTheParameter() {
        Classification asked = Classification.of(asking(1L), name -> List.of()).orElseThrow();

        assertThat(asked.plain(asking(1L)).outputs())
                .containsExactly(new RequestedOutput("p", Parameters.ofContentType("np")));
    }

    @Test
    void noneOrZeroIsNotAsked() {
        assertThat(Classification.of(asking(0L), name -> List.of())).isEmpty();
        assertThat(
                        Classification.of(
                                InferenceRequest.of(Tensor.of("x", Shape.of(1), new int[] {1})),
                                name -> List.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "many"})
    void whatIsNoNumberOfClassesIsRefused(String classification) {
        Object value =
                classification.equals("many")
                        ? classification
                        : classification.equals("-1") ? -1L : 1.5;
        assertThatThrownBy(() -> Classification.of(asking(value), name -> List.of()))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining(
                        "output 'p': parameter 'classification' is how many classes are wanted");
    }
}
