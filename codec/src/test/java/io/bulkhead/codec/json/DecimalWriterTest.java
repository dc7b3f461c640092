package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalWriterTest {
    private static final int ROUNDS = 100_000;

    private final byte[] target = new byte[64];

    private String write(double value) {
        int end = DecimalWriter.writeDouble(value, target, 3);
        assertThat(end - 3).isLessThanOrEqualTo(DecimalWriter.MAX_DOUBLE_LENGTH);
        return new String(target, 3, end - 3, StandardCharsets.US_ASCII);
    }

    private String write(float value) {
        int end = DecimalWriter.writeFloat(value, target, 3);
        assertThat(end - 3).isLessThanOrEqualTo(DecimalWriter.MAX_DOUBLE_LENGTH);
        return new String(target, 3, end - 3, StandardCharsets.US_ASCII);
    }

    private String write(long value) {
        int end = DecimalWriter.writeLong(value, target, 3);
        return new String(target, 3, end - 3, StandardCharsets.US_ASCII);
    }

    private static int digits(String number) {
        return new BigDecimal(number).stripTrailingZeros().precision();
    }

    private void assertShortest(float value) {
        String written = write(value);
        assertThat(Float.parseFloat(written)).as(written).isEqualTo(value);
        String shortest = NumberOutput.toString(value, true);
        if (digits(written) != digits(shortest)) {
            assertThat(midpoints(value))
                    .as(written)
                    .anyMatch(midpoint -> midpoint.compareTo(new BigDecimal(shortest)) == 0);
        }
    }

    /** What lies exactly between two floats is read as the even one, but we do not count on it. */
    private static List<BigDecimal> midpoints(float value) {
        BigDecimal two = BigDecimal.valueOf(2);
        return List.of(
                new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(two),
                new BigDecimal(value).add(new BigDecimal(Math.nextDown(value))).divide(two));
    }

    private void assertShortest(double value) {
        String written = write(value);
        assertThat(Double.parseDouble(written)).as(written).isEqualTo(value);
        String shortest = NumberOutput.toString(value, true);
        assertThat(digits(written)).as(written).isEqualTo(digits(shortest));
    }

    @Test
    void writesEveryFloatWithTheFewestDigits() {
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertShortest(value);
            }
        }
    }

    @Test
    void writesCommonFloatsWithTheFewestDigits() {
        Random random = new Random(2);
        for (int i = 0; i < ROUNDS; i++) {
            assertShortest((float) random.nextGaussian());
            assertShortest(random.nextInt(100_000) / 1000f);
            assertShortest(random.nextFloat() * (1 << random.nextInt(31)));
        }
    }

    @Test
    void writesFloatsAroundPowersOfTwoAndTenSoThatTheyReadBack() {
        for (int exponent = -149; exponent < 128; exponent++) {
            float power = Math.scalb(1f, exponent);
            for (float value : new float[] {power, Math.nextUp(power), Math.nextDown(power)}) {
                assertThat(Float.parseFloat(write(value))).isEqualTo(value);
            }
        }
        for (int exponent = -45; exponent < 39; exponent++) {
            assertShortest(Float.parseFloat("1e" + exponent));
        }
    }

    @Test
    void writesEveryDoubleWithTheFewestDigits() {
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertShortest(value);
            }
        }
    }

    @Test
    void writesCommonDoublesWithTheFewestDigits() {
        Random random = new Random(4);
        for (int i = 0; i < ROUNDS; i++) {
            assertShortest(random.nextGaussian());
            assertShortest(random.nextInt(1_000_000_000) / 1e6);
            assertShortest((double) random.nextLong());
        }
    }

    @Test
    void writesWholeNumbersWithOneDecimal() {
        assertThat(write(0.0)).isEqualTo("0.0");
        assertThat(write(-0.0)).isEqualTo("-0.0");
        assertThat(write(5.0)).isEqualTo("5.0");
        assertThat(write(-120.0)).isEqualTo("-120.0");
        assertThat(write(0f)).isEqualTo("0.0");
        assertThat(write(-0f)).isEqualTo("-0.0");
        assertThat(write(16777216f)).isEqualTo("16777216.0");
    }

    @Test
    void writesFractionsAsOneWould() {
        assertThat(write(0.1)).isEqualTo("0.1");
        assertThat(write(0.1f)).isEqualTo("0.1");
        assertThat(write(-12.375)).isEqualTo("-12.375");
        assertThat(write(0.001953125f)).isEqualTo("0.001953125");
        assertThat(write(3.4e38f)).isEqualTo("3.4E38");
    }

    @Test
    void writesNullForWhatIsNotFinite() {
        assertThat(write(Double.NaN)).isEqualTo("null");
        assertThat(write(Double.POSITIVE_INFINITY)).isEqualTo("null");
        assertThat(write(Float.NaN)).isEqualTo("null");
        assertThat(write(Float.NEGATIVE_INFINITY)).isEqualTo("null");
    }

    @Test
    void writesEveryLong() {
        Random random = new Random(5);
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(write(value)).isEqualTo(Long.toString(value));
        }
        assertThat(write(Long.MIN_VALUE)).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(write(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
    }
}
