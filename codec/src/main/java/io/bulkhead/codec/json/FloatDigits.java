package io.bulkhead.codec.json;

import java.math.BigInteger;

/**
 * Finds the fewest decimal digits that are read back as a given float.
 *
 * <p>The numbers that are read as this float lie between the midpoints to its two neighbours. Value
 * and midpoints are exact doubles; multiplied by a power of ten that gives them nine digits before
 * the point they are wrong by less than a millionth. Between the scaled midpoints (at least nine
 * apart, a millionth kept away from either) the multiple of the largest power of ten is sought, and
 * among several the one nearest to the value. A midpoint itself, which is read as the even one of
 * its neighbours, is never used, even where it has a digit less.
 */
final class FloatDigits {
    /** Below and above the powers of ten needed are no exact doubles. */
    static final float LEAST = 1e-12f;

    static final float GREATEST = 1e21f;

    private static final int EXPONENT_BIAS = 127;
    private static final int MANTISSA_BITS = 23;
    private static final int DOUBLE_EXPONENT_BIAS = 1023;
    private static final int DOUBLE_MANTISSA_BITS = 52;
    private static final double UNSURE = 1e-6;
    private static final int POWER_BITS = 8;

    /** By a float's biased exponent: the power of ten that scales it to [1e8, 2e9). */
    private static final int[] POWERS = new int[256];

    private static final double[] MULTIPLIERS = new double[256];
    private static final double[] DIVISORS = new double[256];
    private static final double[] TENTHS = new double[11];

    static {
        int least = Math.getExponent(LEAST) - 1;
        int greatest = Math.getExponent(GREATEST);
        for (int exponent = least; exponent <= greatest; exponent++) {
            int power = 8 - (int) Math.floor(exponent * Math.log10(2));
            POWERS[exponent + EXPONENT_BIAS] = power;
            MULTIPLIERS[exponent + EXPONENT_BIAS] = power > 0 ? tenTo(power) : 1;
            DIVISORS[exponent + EXPONENT_BIAS] = power < 0 ? tenTo(-power) : 1;
        }
        for (int i = 0; i < TENTHS.length; i++) {
            TENTHS[i] = 1 / tenTo(i);
        }
    }

    private FloatDigits() {}

    private static double tenTo(int power) {
        return BigInteger.TEN.pow(power).doubleValue();
    }

    /**
     * @param value from {@link #LEAST} to {@link #GREATEST}
     * @return to be taken apart by {@link #digits} and {@link #power}
     */
    static long shortest(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = bits >>> MANTISSA_BITS;
        double halfStep = powerOfTwo(exponent - EXPONENT_BIAS - MANTISSA_BITS - 1);
        boolean atPowerOfTwo = (bits & ((1 << MANTISSA_BITS) - 1)) == 0;
        double halfStepBelow = atPowerOfTwo ? halfStep / 2 : halfStep;
        int power = POWERS[exponent];
        double scaled;
        double above;
        double below;
        if (power >= 0) {
            double multiplier = MULTIPLIERS[exponent];
            scaled = value * multiplier;
            above = (value + halfStep) * multiplier;
            below = (value - halfStepBelow) * multiplier;
        } else {
            double divisor = DIVISORS[exponent];
            scaled = value / divisor;
            above = (value + halfStep) / divisor;
            below = (value - halfStepBelow) / divisor;
        }
        return search(scaled, (int) (below + UNSURE), (int) (above - UNSURE), -power);
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble(
                (long) (exponent + DOUBLE_EXPONENT_BIAS) << DOUBLE_MANTISSA_BITS);
    }

    /** Candidates are the whole numbers above {@code below} up to and with {@code above}. */
    private static long search(double scaled, int below, int above, int power) {
        int low = below;
        int high = above;
        int dropped = 0;
        while (true) {
            int nextLow = low / 10;
            int nextHigh = high / 10;
            if (nextHigh <= nextLow) {
                break;
            }
            low = nextLow;
            high = nextHigh;
            dropped++;
        }
        int nearest = (int) (scaled * TENTHS[dropped] + 0.5);
        int digits = Math.max(low + 1, Math.min(high, nearest));
        return (long) digits << POWER_BITS | ((power + dropped) & 0xff);
    }

    static int digits(long found) {
        return (int) (found >> POWER_BITS);
    }

    static int power(long found) {
        return (byte) found;
    }
}
