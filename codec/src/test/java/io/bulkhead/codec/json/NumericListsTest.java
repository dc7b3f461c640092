package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericListsTest {
    private static final int LENGTH = 20_000;

    private static NumericData read(Datatype datatype, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        NumericData data = NumericLists.read(cursor, datatype, 0);
        cursor.expectEnd();
        return data;
    }

    private static String text(Random random, double value) {
        return switch (random.nextInt(4)) {
            case 0 -> BigDecimal.valueOf(value).toPlainString();
            case 1 -> Double.toString(value).replace("E", "e");
            case 2 -> Double.toString(value).replaceFirst("E(\\d)", "E+$1");
            default -> Float.toString((float) value);
        };
    }

    static Stream<Function<Random, String>> numbers() {
        return Stream.of(
                random -> text(random, random.nextDouble()),
                random -> text(random, random.nextGaussian()),
                random -> text(random, random.nextGaussian() * 1e6),
                random -> text(random, random.nextGaussian() * 1e-9),
                random -> Integer.toString(random.nextInt()),
                random -> Long.toString(random.nextLong()),
                random -> finite(random),
                random ->
                        new BigInteger(random.nextInt(80), random) + "e" + random.nextInt(-50, 20),
                NumericListsTest::nextToTheMiddleOfTwoFloats);
    }

    private static String finite(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? Double.toString(value) : "-0.0";
    }

    /** Where a wrong last bit of the double would tip the float. */
    private static String nextToTheMiddleOfTwoFloats(Random random) {
        double middle = random.nextFloat() + 0x1p-26;
        double near = middle + Math.ulp(middle) * random.nextInt(-3, 4);
        return Double.toString(near);
    }

    private static String list(List<String> numbers, Random random) {
        StringBuilder text = new StringBuilder("[");
        for (String number : numbers) {
            text.append(text.length() == 1 ? "" : random.nextBoolean() ? "," : ", ").append(number);
        }
        return text.append("]").toString();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void readsLongListsAsJavaReadsEachNumber(Function<Random, String> numbers) {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            texts.add(numbers.apply(random));
        }
        String list = list(texts, random);
        NumericData doubles = read(Datatype.FP64, list);
        NumericData floats = read(Datatype.FP32, list);
        for (int i = 0; i < LENGTH; i++) {
            double expected = Double.parseDouble(texts.get(i));
            assertThat(Double.doubleToRawLongBits(doubles.doubles().get(i)))
                    .as(texts.get(i))
                    .isEqualTo(Double.doubleToRawLongBits(expected));
            assertThat(Float.floatToRawIntBits(floats.floats().get(i)))
                    .as(texts.get(i))
                    .isEqualTo(Float.floatToRawIntBits((float) expected));
        }
    }

    @Test
    void readsWhatIsNoPlainNumberAmidLongLists() {
        String list = "[0.5, null, true ,\n1.25,  \"2.5\", -0, 1e2, 3" + ", 4.5".repeat(50) + "]";
        NumericData data = read(Datatype.FP32, list);
        assertThat(data.floats().limit()).isEqualTo(58);
        float[] first = new float[9];
        data.floats().get(first);
        assertThat(first).containsExactly(0.5f, Float.NaN, 1, 1.25f, 2.5f, -0f, 100, 3, 4.5f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x1", "1.5.5", "--1", "1 2", "NaN"
            })
    void refusesWhatIsNoNumberAndSaysWhere(String wrong) {
        String list = "[1.5, 2.5, " + wrong + ", 3.5".repeat(50) + "]";
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> read(Datatype.FP64, list))
                .withMessageContaining("[2]");
    }

    @Test
    void refusesATrailingComma() {
        String list = "[" + "1.5, ".repeat(50) + "]";
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> read(Datatype.FP32, list));
    }

    @Test
    void refusesADoubleThatIsTooLarge() {
        String list = "[1.5, 1e400" + ", 3.5".repeat(50) + "]";
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> read(Datatype.FP64, list))
                .withMessageContaining("too large");
    }
}
