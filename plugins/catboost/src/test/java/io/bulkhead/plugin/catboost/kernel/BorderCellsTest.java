package io.bulkhead.plugin.catboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts are those of looking at all borders, however these lie. */
class BorderCellsTest {
    private static final Random RANDOM = new Random(4);

    static Stream<Arguments> borders() {
        return Stream.of(
                Arguments.of("none", borders(0, () -> 0f)),
                Arguments.of("one", borders(1, () -> 0.5f)),
                Arguments.of("about 0", borders(31, () -> (float) RANDOM.nextGaussian())),
                Arguments.of("many", borders(1000, () -> (float) RANDOM.nextGaussian())),
                Arguments.of(
                        "prices", borders(200, () -> (float) Math.exp(RANDOM.nextGaussian() * 3))),
                Arguments.of("whole numbers", borders(100, () -> RANDOM.nextInt(100) + 0.5f)),
                Arguments.of("all the same", borders(40, () -> -3f)),
                Arguments.of("close together", borders(60, () -> 1 + RANDOM.nextInt(60) * 1e-7f)),
                Arguments.of("zero among few", new float[] {-5, -0.0f, 0, 7e-40f, 5}),
                Arguments.of("of all bits", borders(300, BorderCellsTest::any)),
                Arguments.of(
                        "from end to end",
                        new float[] {Float.NEGATIVE_INFINITY, 1, 2, Float.POSITIVE_INFINITY}));
    }

    private static float[] borders(int count, Supplier<Float> next) {
        float[] borders = new float[count];
        for (int i = 0; i < count; i++) {
            borders[i] = next.get();
        }
        return borders;
    }

    private static float any() {
        float any = Float.intBitsToFloat(RANDOM.nextInt());
        return Float.isNaN(any) ? 0 : any;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("borders")
    void countsAsLookingAtAll(String name, float[] borders) {
        int[] keys = keys(borders);
        BorderCells cells = BorderCells.of(keys);
        for (int round = 0; round < 2000; round++) {
            int[] values = {0, 0, value(borders), 0, 0, value(borders), value(borders), 0};
            long eight = cells.countEight(values, 0);
            for (int i = 0; i < values.length; i++) {
                int below = below(keys, values[i]);
                assertThat(cells.count(values[i])).as("below %d", values[i]).isEqualTo(below);
                if (keys.length < 128) {
                    assertThat((int) (eight >>> (i * Byte.SIZE)) & 0xff).isEqualTo(below);
                }
            }
        }
    }

    private static int[] keys(float[] borders) {
        int[] keys = new int[borders.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = FloatOrder.ofBorder(borders[i]);
        }
        Arrays.sort(keys);
        return keys;
    }

    private static int value(float[] borders) {
        float border = borders.length == 0 ? 1 : borders[RANDOM.nextInt(borders.length)];
        return FloatOrder.key(
                switch (RANDOM.nextInt(6)) {
                    case 0 -> border;
                    case 1 -> Math.nextUp(border);
                    case 2 -> Math.nextDown(border);
                    case 3 ->
                            RANDOM.nextBoolean()
                                    ? Float.POSITIVE_INFINITY
                                    : Float.NEGATIVE_INFINITY;
                    case 4 -> any();
                    default -> border + (float) RANDOM.nextGaussian();
                });
    }

    private static int below(int[] keys, int value) {
        int below = 0;
        for (int key : keys) {
            below += value > key ? 1 : 0;
        }
        return below;
    }
}
