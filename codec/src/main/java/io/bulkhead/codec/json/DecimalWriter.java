package io.bulkhead.codec.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Writes numbers as decimal text into arrays, without a String between. Floating numbers get the
 * fewest digits that are read back as the same number; those that are whole get {@code .0}.
 */
final class DecimalWriter {
    static final int MAX_LONG_LENGTH = 20;
    static final int MAX_DOUBLE_LENGTH = 32;

    private static final byte[] DIGIT_PAIRS = digitPairs();
    private static final byte[] MIN_LONG =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    /** Exponents outside are written with an e, as Python does. */
    private static final int LEAST_PLAIN_EXPONENT = -5;

    private static final int GREATEST_PLAIN_EXPONENT = 15;

    private DecimalWriter() {}

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /** Writes at most {@link #MAX_LONG_LENGTH} bytes; the position behind them. */
    static int writeLong(long value, byte[] target, int offset) {
        int at = offset;
        long rest = value;
        if (rest < 0) {
            if (rest == Long.MIN_VALUE) {
                System.arraycopy(MIN_LONG, 0, target, at, MIN_LONG.length);
                return at + MIN_LONG.length;
            }
            target[at++] = '-';
            rest = -rest;
        }
        int end = at + LeftDigits.count(rest);
        writeDigits(rest, target, end);
        return end;
    }

    /** Writes the digits so that they end before this position. */
    private static void writeDigits(long value, byte[] target, int end) {
        int at = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long quotient = rest / 100;
            at = writePair((int) (rest - quotient * 100), target, at);
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 100) {
            int quotient = small / 100;
            at = writePair(small - quotient * 100, target, at);
            small = quotient;
        }
        if (small >= 10) {
            writePair(small, target, at);
        } else {
            target[at - 1] = (byte) ('0' + small);
        }
    }

    private static int writePair(int pair, byte[] target, int end) {
        target[end - 1] = DIGIT_PAIRS[2 * pair + 1];
        target[end - 2] = DIGIT_PAIRS[2 * pair];
        return end - 2;
    }

    /**
     * Writes at most {@link #MAX_DOUBLE_LENGTH} bytes: null for what is not finite, as JSON has no
     * such numbers.
     *
     * @return the position behind them
     */
    static int writeDouble(double value, byte[] target, int offset) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e15 || magnitude < 1e-3) {
            return writeUncommon(value, target, offset);
        }
        int at = offset;
        if (value < 0) {
            target[at++] = '-';
        }
        long whole = (long) magnitude;
        if (whole == magnitude) {
            return writeDecimal(whole, 0, target, at);
        }
        // Up to 15 digits a decimal is the only one so short that is read as this double.
        if (magnitude < 1e9) {
            long millionths = (long) (magnitude * 1e6 + 0.5);
            if (millionths / 1e6 == magnitude) {
                return writeStripped(millionths, -6, target, at);
            }
        }
        return writeUncommon(value, target, offset);
    }

    private static int writeUncommon(double value, byte[] target, int offset) {
        if (value == 0 && 1 / value > 0) {
            return writeDecimal(0, 0, target, offset);
        }
        return writeAscii(
                Double.isFinite(value) ? NumberOutput.toString(value, true) : "null",
                target,
                offset);
    }

    private static int writeAscii(String text, byte[] target, int offset) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return offset + bytes.length;
    }

    /** As {@link #writeDouble}, with the digits that a float has. */
    static int writeFloat(float value, byte[] target, int offset) {
        float magnitude = Math.abs(value);
        if (!(magnitude >= FloatDigits.LEAST && magnitude <= FloatDigits.GREATEST)) {
            return writeUncommonFloat(value, target, offset);
        }
        // A sign that is not there is overwritten; deciding would cost more.
        target[offset] = '-';
        int at = offset + (Float.floatToRawIntBits(value) >>> 31);
        int whole = (int) magnitude;
        if (whole == magnitude && whole < 1 << 24) {
            return writeDecimal(whole, 0, target, at);
        }
        long digits = FloatDigits.shortest(magnitude);
        return writeDecimal(FloatDigits.digits(digits), FloatDigits.power(digits), target, at);
    }

    private static int writeUncommonFloat(float value, byte[] target, int offset) {
        if (value == 0 && 1 / value > 0) {
            return writeDecimal(0, 0, target, offset);
        }
        return writeAscii(
                Float.isFinite(value) ? NumberOutput.toString(value, true) : "null",
                target,
                offset);
    }

    private static int writeStripped(long digits, int power, byte[] target, int offset) {
        long rest = digits;
        int zeros = 0;
        while (rest % 10 == 0) {
            rest /= 10;
            zeros++;
        }
        return writeDecimal(rest, power + zeros, target, offset);
    }

    /** Writes {@code digits * 10^power}; at most 18 digits, of which the last is not 0. */
    private static int writeDecimal(long digits, int power, byte[] target, int offset) {
        int count = LeftDigits.count(digits);
        int before = count + power;
        if (before <= LEAST_PLAIN_EXPONENT || before > GREATEST_PLAIN_EXPONENT + 1) {
            return writeScientific(digits, count, before - 1, target, offset);
        }
        if (power >= 0) {
            return writeWhole(digits, count, power, target, offset);
        }
        return before > 0
                ? writeMixed(digits, count, before, target, offset)
                : writeFraction(digits, count, -before, target, offset);
    }

    private static int writeWhole(long digits, int count, int zeros, byte[] target, int offset) {
        LeftDigits.write(digits, count, target, offset);
        int at = offset + count;
        for (int i = 0; i < zeros; i++) {
            target[at++] = '0';
        }
        target[at++] = '.';
        target[at++] = '0';
        return at;
    }

    private static int writeMixed(long digits, int count, int before, byte[] target, int offset) {
        LeftDigits.write(digits, count, target, offset + 1);
        // The digits before the point lie one place too far right: the point goes behind them.
        for (int i = offset; i < offset + before; i++) {
            target[i] = target[i + 1];
        }
        target[offset + before] = '.';
        return offset + count + 1;
    }

    private static int writeFraction(long digits, int count, int zeros, byte[] target, int offset) {
        LeftDigits.writeZeroPoint(target, offset);
        LeftDigits.write(digits, count, target, offset + 2 + zeros);
        return offset + 2 + zeros + count;
    }

    private static int writeScientific(
            long digits, int count, int exponent, byte[] target, int offset) {
        int end =
                count == 1
                        ? writeWhole(digits, 1, 0, target, offset)
                        : writeMixed(digits, count, 1, target, offset);
        target[end] = 'e';
        return writeLong(exponent, target, end + 1);
    }
}
