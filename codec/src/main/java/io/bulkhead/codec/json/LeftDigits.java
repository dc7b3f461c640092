package io.bulkhead.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes decimal digits from the left without a loop or a branch on their number: they are padded
 * with zeros on the right to a fixed count, and eight at a time are made in one 64-bit word. Faster
 * than digit by digit, because processors guess wrong how many digits random numbers have.
 */
final class LeftDigits {
    /** So many bytes behind the offset may be overwritten. */
    static final int ROOM = 18;

    private static final int MAX_SHORT = 10;
    private static final long TEN_TO_8 = 100_000_000;
    private static final VarHandle SHORTS = littleEndian(short[].class);
    private static final VarHandle LONGS = littleEndian(long[].class);
    private static final long ZERO_POINT = 0x3030_3030_3030_2e30L;
    private static final short[] PAIRS = pairs();
    private static final long[] POWERS_OF_TEN = powersOfTen();

    private LeftDigits() {}

    private static VarHandle littleEndian(Class<?> arrayOf) {
        return MethodHandles.byteArrayViewVarHandle(arrayOf, ByteOrder.LITTLE_ENDIAN);
    }

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) ('0' + i / 10 + (('0' + i % 10) << 8));
        }
        return pairs;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    /** How many digits a number has that is not negative. */
    static int count(long value) {
        long positive = value | 1;
        // A bit is a little more than 1233 / 4096 digits: this is the count, or one too few.
        int count = ((Long.SIZE - Long.numberOfLeadingZeros(positive)) * 1233) >>> 12;
        return positive >= POWERS_OF_TEN[count] ? count + 1 : count;
    }

    /**
     * Writes the digits at the offset, zeros behind them, and nothing before them.
     *
     * @param count of the digits, at most 18
     */
    static void write(long digits, int count, byte[] target, int offset) {
        if (count <= MAX_SHORT) {
            writeTen(digits * POWERS_OF_TEN[MAX_SHORT - count], target, offset);
        } else {
            long padded = digits * POWERS_OF_TEN[ROOM - count];
            long upper = padded / TEN_TO_8;
            writeTen(upper, target, offset);
            LONGS.set(target, offset + MAX_SHORT, eightDigits((int) (padded - upper * TEN_TO_8)));
        }
    }

    /** Writes {@code 0.000000}, for a fraction to be written over it. */
    static void writeZeroPoint(byte[] target, int offset) {
        LONGS.set(target, offset, ZERO_POINT);
    }

    private static void writeTen(long tenDigits, byte[] target, int offset) {
        int upper = (int) (tenDigits / TEN_TO_8);
        SHORTS.set(target, offset, PAIRS[upper]);
        LONGS.set(target, offset + 2, eightDigits((int) (tenDigits - upper * TEN_TO_8)));
    }

    /** The characters of eight digits, the first in the lowest byte: by fours, by pairs, each. */
    private static long eightDigits(int value) {
        int upper = value / 10_000;
        long fours = upper | ((long) (value - upper * 10_000) << 32);
        long hundreds = ((fours * 5243) >>> 19) & 0x0000_007f_0000_007fL;
        long pairs = hundreds | ((fours - hundreds * 100) << 16);
        long tens = ((pairs * 103) >>> 10) & 0x000f_000f_000f_000fL;
        return (tens | ((pairs - tens * 10) << 8)) + 0x3030_3030_3030_3030L;
    }
}
