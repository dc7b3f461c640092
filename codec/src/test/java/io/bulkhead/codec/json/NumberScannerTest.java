package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ServingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberScannerTest {
    private static final int ROUNDS = 100_000;

    private static NumberScanner scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        NumberScanner scanner = new NumberScanner(cursor);
        scanner.scan();
        cursor.expectEnd();
        return scanner;
    }

    private static void assertReadsAsJavaDoes(String text) {
        assertThat(scan(text).toDouble()).as(text).isEqualTo(Double.parseDouble(text));
    }

    @Test
    void readsEveryDoubleAsJavaPrintsIt() {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertReadsAsJavaDoes(Double.toString(value));
            }
        }
    }

    @Test
    void readsCommonDoublesAsJavaPrintsThem() {
        Random random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            assertReadsAsJavaDoes(Double.toString(random.nextGaussian()));
            assertReadsAsJavaDoes(Float.toString(random.nextFloat() * 1000));
        }
    }

    @Test
    void readsAnyDigitsWithAnyPowerAsJavaDoes() {
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger digits = new BigInteger(random.nextInt(80), random);
            String text = digits + "e" + (random.nextInt(160) - 80);
            assertReadsAsJavaDoes(text);
        }
    }

    @Test
    void roundsMidpointsToEven() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextDouble() * Math.pow(10, random.nextInt(30) - 15);
            BigDecimal midpoint = new BigDecimal(value).add(new BigDecimal(Math.ulp(value) / 2));
            assertReadsAsJavaDoes(midpoint.toPlainString());
            assertReadsAsJavaDoes(midpoint.toPlainString() + "1");
        }
    }

    @Test
    void keepsTheSignOfZero() {
        assertThat(1 / scan("-0").toDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(1 / scan("0.0e-999").toDouble()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void refusesWhatIsTooLargeForADouble() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> scan("1e400").toDouble())
                .withMessageContaining("too large");
        assertThat(scan("1e-400").toDouble()).isZero();
    }

    @Test
    void readsEveryLong() {
        Random random = new Random(5);
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(scan(Long.toString(value)).toLong()).isEqualTo(value);
            assertThat(scan(Long.toUnsignedString(value)).toUnsignedLong()).isEqualTo(value);
        }
        assertThat(scan("-9223372036854775808").toLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(scan("9223372036854775807").toLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(scan("18446744073709551615").toUnsignedLong()).isEqualTo(-1L);
    }

    @Test
    void takesWholeNumbersInAnyNotationForIntegers() {
        assertThat(scan("12.0").toLong()).isEqualTo(12);
        assertThat(scan("1.2e3").toLong()).isEqualTo(1200);
        assertThat(scan("-4200e-2").toLong()).isEqualTo(-42);
        assertThat(scan("0e999999999999").toLong()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "1e999999",
                "1e99999999999",
                "1e-99999999999",
                "123456789012345678901234567890"
            })
    void refusesWhatIsNoLong(String text) {
        assertThatExceptionOfType(ServingException.class).isThrownBy(() -> scan(text).toLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "18446744073709551616", "0.5", "1e20"})
    void refusesWhatIsNoUnsignedLong(String text) {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> scan(text).toUnsignedLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                ".5",
                "1.",
                "1.e5",
                "1e",
                "1e+",
                "1e-",
                "0x1",
                "1_000",
                "NaN",
                "-Infinity",
                "Infinity",
                "1f",
                "--1",
                "1.2.3",
                "1e5.5"
            })
    void refusesWhatJsonDoesNotCallANumber(String text) {
        assertThatExceptionOfType(ServingException.class).isThrownBy(() -> scan(text));
    }

    @Test
    void refusesNumbersOfEndlessLength() {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> scan("1".repeat(100_000)))
                .withMessageContaining("more than 1000 characters");
    }
}
