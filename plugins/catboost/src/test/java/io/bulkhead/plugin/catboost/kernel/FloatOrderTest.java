package io.bulkhead.plugin.catboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloatOrderTest {
    private static final int MISSING = FloatOrder.key(Float.NEGATIVE_INFINITY);
    private static final int POSITIVE_NAN = 0x7f800001;
    private static final int NEGATIVE_NAN = 0xffc00000;

    @Test
    void ordersKeysAsNumbers() {
        float[] ascending = {Float.NEGATIVE_INFINITY, -2, -Float.MIN_VALUE, 0, 1e-30f, 3, 1e38f};
        int[] keys = bits(ascending);

        FloatOrder.toKeys(keys, 0, keys.length, MISSING);

        assertThat(keys).isSorted().doesNotHaveDuplicates();
        assertThat(keys).containsExactly(keysOneByOne(ascending));
    }

    @Test
    void replacesWhatIsNoNumberAndNothingElse() {
        int[] keys = {
            POSITIVE_NAN, bits(Float.POSITIVE_INFINITY)[0], NEGATIVE_NAN, 7, POSITIVE_NAN
        };

        FloatOrder.toKeys(keys, 0, 4, MISSING);

        assertThat(keys)
                .containsExactly(
                        MISSING, FloatOrder.key(Float.POSITIVE_INFINITY), MISSING, 7, POSITIVE_NAN);
    }

    private static int[] bits(float... values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    private static int[] keysOneByOne(float... values) {
        return IntStream.range(0, values.length).map(i -> FloatOrder.key(values[i])).toArray();
    }
}
