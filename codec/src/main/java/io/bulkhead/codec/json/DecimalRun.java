package io.bulkhead.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads runs of numbers as programs print them ({@code -0.1234567890123456, 12, 1.5e-07,}) with
 * eight digits at a time and hardly a branch. Whatever looks otherwise (the last of a list, other
 * white space, more digits, a mistake) is left to the {@link NumberScanner}, which knows it all.
 */
final class DecimalRun {
    /** Nothing is read from here to the end of the text: a number and its digits' words fit in. */
    private static final int MARGIN = 48;

    private static final int WORD = Long.BYTES;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long TO_HIGH_BIT = 0x7676_7676_7676_7676L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    /** The largest number that so many more digits can be put behind. */
    private static final long[] LARGEST = new long[WORD + 1];

    private static final int STOP = -1;

    static {
        for (int i = 0; i <= WORD; i++) {
            LARGEST[i] = Long.MAX_VALUE / POWERS[i] - 1;
        }
    }

    private final JsonCursor cursor;
    private final byte[] bytes;

    private boolean negative;
    private long digits;
    private int power;

    DecimalRun(JsonCursor cursor) {
        this.cursor = cursor;
        this.bytes = cursor.bytes();
    }

    /**
     * Reads elements and the commas behind them, as doubles cut to floats.
     *
     * @param memory gets them from the offset on, little-endian
     * @return the offset behind the last one; the cursor is at an element
     */
    int readFloats(byte[] memory, int from) {
        int limit = cursor.end() - MARGIN;
        int lastOffset = memory.length - Float.BYTES;
        int offset = from;
        int at = cursor.position();
        while (at < limit && offset <= lastOffset) {
            int behind = pass(at);
            if (behind == STOP) {
                break;
            }
            float value = DecimalToDouble.convertToFloat(digits, power);
            if (Float.isNaN(value)) {
                break;
            }
            FLOATS.set(memory, offset, negative ? -value : value);
            offset += Float.BYTES;
            at = behind;
        }
        cursor.moveTo(at);
        return offset;
    }

    /** As {@link #readFloats}, as doubles. */
    int readDoubles(byte[] memory, int from) {
        int limit = cursor.end() - MARGIN;
        int lastOffset = memory.length - Double.BYTES;
        int offset = from;
        int at = cursor.position();
        while (at < limit && offset <= lastOffset) {
            int behind = pass(at);
            if (behind == STOP) {
                break;
            }
            double value = DecimalToDouble.convert(digits, power);
            if (Double.isNaN(value)) {
                break;
            }
            DOUBLES.set(memory, offset, negative ? -value : value);
            offset += Double.BYTES;
            at = behind;
        }
        cursor.moveTo(at);
        return offset;
    }

    /** Takes one number apart: the place behind its comma, or {@link #STOP}. */
    private int pass(int from) {
        int at = from;
        if (bytes[at] == ' ') {
            at++;
        }
        negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        long word = digitsOf((long) WORDS.get(bytes, at));
        int count = count(word);
        if (count == 0 || count == WORD || (count > 1 && bytes[at] == '0')) {
            return STOP;
        }
        digits = number(word, count);
        power = 0;
        at += count;
        if (bytes[at] == '.') {
            at = passFraction(at + 1);
        }
        if (at != STOP && (bytes[at] | 0x20) == 'e') {
            at = passExponent(at + 1);
        }
        return at != STOP && bytes[at] == ',' ? at + 1 : STOP;
    }

    private int passFraction(int point) {
        int at = point;
        long value = digits;
        long word = digitsOf((long) WORDS.get(bytes, at));
        int count = count(word);
        if (count == WORD) {
            value = value * POWERS[WORD] + number(word);
            at += WORD;
            word = digitsOf((long) WORDS.get(bytes, at));
            count = count(word);
            if (count == WORD) {
                if (value > LARGEST[WORD]) {
                    return STOP;
                }
                value = value * POWERS[WORD] + number(word);
                at += WORD;
                word = digitsOf((long) WORDS.get(bytes, at));
                count = count(word);
            }
        }
        if (count == WORD || value > LARGEST[count]) {
            return STOP;
        }
        digits = value * POWERS[count] + number(word, count);
        at += count;
        power = point - at;
        return power == 0 ? STOP : at;
    }

    private int passExponent(int from) {
        int at = from;
        boolean minus = bytes[at] == '-';
        if (minus || bytes[at] == '+') {
            at++;
        }
        long word = digitsOf((long) WORDS.get(bytes, at));
        int count = count(word);
        if (count == 0 || count == WORD) {
            return STOP;
        }
        int exponent = (int) number(word, count);
        power += minus ? -exponent : exponent;
        return at + count;
    }

    /** Each byte that was a digit is 0 to 9 then, every other one more. */
    private static long digitsOf(long word) {
        return word ^ ZEROS;
    }

    /**
     * How many digits the word starts with. What a carry spoils lies behind a byte that is none.
     */
    private static int count(long word) {
        long others = ((word + TO_HIGH_BIT) | word) & HIGH_BITS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number that the first digits make, fewer than eight: moved up, zeros come before. */
    private static long number(long word, int count) {
        int bits = count << 3;
        return number((word & ((1L << bits) - 1)) << -bits);
    }

    /** The number that eight digits make, the first in the lowest byte: by pairs, by fours, all. */
    private static long number(long word) {
        long pairs = word * 10 + (word >>> 8);
        long upper = (pairs & 0x0000_00ff_0000_00ffL) * (100L + (1_000_000L << 32));
        long lower = ((pairs >>> 16) & 0x0000_00ff_0000_00ffL) * (1L + (10_000L << 32));
        return (upper + lower) >>> 32;
    }
}
