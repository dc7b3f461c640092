package io.bulkhead.codec.json;

import java.math.BigInteger;

/**
 * Turns decimal digits and a power of ten into the nearest double in some ten instructions, and
 * knows when that is not certain.
 *
 * <p>Few digits and a small power: both are exact doubles, so one division or multiplication rounds
 * once (Clinger). Otherwise the digits are multiplied by the leading 64 bits of the power of five.
 * Cutting that power makes the product's upper word too small by less than two; where this cannot
 * change the rounding to 53 bits the result is right, else (one in 500) the caller is sent away.
 */
final class DecimalToDouble {
    private static final long MAX_EXACT_DIGITS = 1L << 53;
    private static final int MAX_EXACT_POWER = 22;
    private static final double[] POWERS_OF_TEN = new double[MAX_EXACT_POWER + 1];

    /** Powers of five from 5^-64 to 5^64, shifted to 64 bits, and by how much. */
    private static final int MAX_POWER = 64;

    private static final long[] FIVES = new long[2 * MAX_POWER + 1];
    private static final int[] FIVES_SHIFT = new int[2 * MAX_POWER + 1];

    static {
        for (int i = 0; i <= MAX_EXACT_POWER; i++) {
            POWERS_OF_TEN[i] = BigInteger.TEN.pow(i).doubleValue();
        }
        for (int power = 0; power <= MAX_POWER; power++) {
            BigInteger five = BigInteger.valueOf(5).pow(power);
            setFive(power, five, 0);
            int scale = five.bitLength() + Long.SIZE;
            setFive(-power, BigInteger.ONE.shiftLeft(scale).divide(five), -scale);
        }
    }

    /** The bits of a double's mantissa that a float has not. */
    private static final long CUT_FROM_DOUBLE = (1L << 29) - 1;

    private static final long HALF_OF_CUT = 1L << 28;
    private static final int MAX_UNITS_OFF = 3;

    private DecimalToDouble() {}

    private static void setFive(int power, BigInteger value, int shift) {
        int surplus = value.bitLength() - Long.SIZE;
        FIVES[power + MAX_POWER] = value.shiftRight(surplus).longValue();
        FIVES_SHIFT[power + MAX_POWER] = shift + surplus;
    }

    /**
     * @param digits without sign, all 64 bits
     * @return {@code digits * 10^power} to the nearest, ties to even; NaN if that takes more than
     *     is done here
     */
    static double convert(long digits, int power) {
        if (digits >= 0 && digits <= MAX_EXACT_DIGITS) {
            if (power <= 0 && power >= -MAX_EXACT_POWER) {
                return digits / POWERS_OF_TEN[-power];
            }
            if (power > 0 && power <= MAX_EXACT_POWER) {
                return digits * POWERS_OF_TEN[power];
            }
            if (digits == 0) {
                return 0;
            }
        }
        if (power < -MAX_POWER || power > MAX_POWER) {
            return Double.NaN;
        }
        return multiply(digits, power);
    }

    /**
     * {@link #convert} cut to a float, which is rounded twice as numpy does it. The quotient of two
     * doubles is off by less than three units of its last place, and that hardly ever matters to
     * the float: only next to the middle between two floats, where the long way is taken.
     *
     * @param digits without sign, below 2^63
     */
    static float convertToFloat(long digits, int power) {
        if (power > MAX_EXACT_POWER || power < -MAX_EXACT_POWER) {
            return (float) convert(digits, power);
        }
        double value = power <= 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
        long cut = Double.doubleToRawLongBits(value) & CUT_FROM_DOUBLE;
        if (Math.abs(cut - HALF_OF_CUT) <= MAX_UNITS_OFF) {
            return (float) convert(digits, power);
        }
        return (float) value;
    }

    private static double multiply(long digits, int power) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long product = multiplyHigh(digits << zeros, FIVES[power + MAX_POWER]);
        int top = (int) (product >>> 63);
        int dropped = 10 + top;
        long half = 1L << (dropped - 1);
        long remainder = product & ((half << 1) - 1);
        if (remainder == half || remainder == half - 1) {
            return Double.NaN;
        }
        long mantissa = (product >>> dropped) + (remainder > half ? 1 : 0);
        int binaryExponent = Long.SIZE + dropped + FIVES_SHIFT[power + MAX_POWER] + power - zeros;
        // The mantissa's top bit adds one to the exponent; so does the carry of rounding up.
        return Double.longBitsToDouble(((long) (binaryExponent + 1074) << 52) + mantissa);
    }

    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
