package io.bulkhead.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatTest {
    @Test
    void everyHalfSurvivesTheWayToFloatAndBack() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void halvesHaveTheValuesOfTheStandard() {
        assertThat(HalfFloat.toFloat((short) 0x3c00)).isEqualTo(1f);
        assertThat(HalfFloat.toFloat((short) 0xc000)).isEqualTo(-2f);
        assertThat(HalfFloat.toFloat((short) 0x7bff)).isEqualTo(65504f);
        assertThat(HalfFloat.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0x7e00)).isNaN();
    }

    @Test
    void roundsToTheNearestAndTiesToEven() {
        assertThat(HalfFloat.fromFloat(1f + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfFloat.fromFloat(1f + 0x1p-10f + 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(HalfFloat.fromFloat(1f + 0x1p-11f + 0x1p-20f)).isEqualTo((short) 0x3c01);
        assertThat(HalfFloat.fromFloat(65519f)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloat.fromFloat(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.fromFloat(1e6f)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.fromFloat(-0x1p-25f)).isEqualTo((short) 0x8000);
    }

    @Test
    void theNearestHalfIsNeverFartherThanItsNeighbours() {
        Random random = new Random(17);
        for (int i = 0; i < 100_000; i++) {
            float value =
                    (random.nextFloat() - 0.5f) * (float) Math.pow(2, random.nextInt(30) - 15);
            short half = HalfFloat.fromFloat(value);
            double error = Math.abs((double) HalfFloat.toFloat(half) - value);
            double below = Math.abs((double) HalfFloat.toFloat((short) (half - 1)) - value);
            double above = Math.abs((double) HalfFloat.toFloat((short) (half + 1)) - value);
            assertThat(Double.isNaN(below) || error <= below).isTrue();
            assertThat(Double.isNaN(above) || error <= above).isTrue();
        }
    }

    @Test
    void bfloat16IsTheUpperHalfOfAFloatRounded() {
        assertThat(HalfFloat.bfloat16FromFloat(1f)).isEqualTo((short) 0x3f80);
        assertThat(HalfFloat.bfloat16FromFloat(1f + 0x1p-8f)).isEqualTo((short) 0x3f80);
        assertThat(HalfFloat.bfloat16FromFloat(1f + 0x1p-7f + 0x1p-8f)).isEqualTo((short) 0x3f82);
        assertThat(HalfFloat.bfloat16FromFloat(Float.NaN) & 0x7f80).isEqualTo(0x7f80);
        assertThat(HalfFloat.bfloat16FromFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xff80);
    }
}
