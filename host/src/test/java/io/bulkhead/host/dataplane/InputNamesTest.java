package io.bulkhead.host.dataplane;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputNamesTest {
    private static List<Tensor> named(String... names) {
        return Stream.of(names).map(name -> Tensor.of(name, Shape.of(1), new int[] {1})).toList();
    }

    @Test
    void takesInputsWithNamesOfTheirOwn() {
        assertThatCode(() -> InputNames.requireDistinct(named("a", "b", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void saysWhichTwoInputsHaveOneName() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> InputNames.requireDistinct(named("a", "b", "c", "b")))
                .withMessage(
                        "inputs[3].name: each input must have a name of its own, but 'b' is that of"
                                + " inputs[1]")
                .matches(refused -> refused.code() == ErrorCode.INVALID_ARGUMENT);
    }
}
