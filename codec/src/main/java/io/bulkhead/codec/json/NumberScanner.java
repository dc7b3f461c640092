package io.bulkhead.codec.json;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON numbers without making objects. {@link #scan} passes one number and keeps its digits;
 * the other methods then turn them into what is wanted, correctly rounded.
 */
final class NumberScanner {
    /** Nobody writes longer numbers, and arithmetic on very long ones takes very long. */
    private static final int MAX_LENGTH = 1000;

    /** As many digits always fit into 64 bits without a sign. */
    private static final int MAX_DIGITS = 19;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final int MAX_INTEGER_DIGITS = 20;

    /** Beyond this no number of the longest length is an integer of 64 bits. */
    private static final int HUGE_EXPONENT = 10_000;

    private final JsonCursor cursor;

    private int start;
    private int length;
    private boolean negative;
    private long digits;
    private int exponent;
    private boolean plainInteger;
    private boolean inexact;

    NumberScanner(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Passes the number that starts at the cursor. */
    void scan() {
        byte[] bytes = cursor.bytes();
        int end = cursor.end();
        int at = cursor.position();
        start = at;
        negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long value = 0;
        int digit;
        while (at < end && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at++;
        }
        int count = at - first;
        if (count == 0 || (count > 1 && bytes[first] == '0')) {
            throw notANumber(first, count);
        }
        int power = 0;
        plainInteger = true;
        if (at < end && bytes[at] == '.') {
            int point = ++at;
            while (at + Long.BYTES <= end) {
                long eight = (long) EIGHT_BYTES.get(bytes, at);
                if (!areDigits(eight)) {
                    break;
                }
                value = value * 100_000_000 + toNumber(eight);
                at += Long.BYTES;
            }
            while (at < end && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                value = value * 10 + digit;
                at++;
            }
            power = point - at;
            if (power == 0) {
                throw cursor.fail(at, "a digit is wanted behind the decimal point");
            }
            count -= power;
            plainInteger = false;
        }
        digits = value;
        exponent = power;
        if (at < end && (bytes[at] | 0x20) == 'e') {
            plainInteger = false;
            at = scanExponent(bytes, at + 1, end);
        }
        length = at - start;
        inexact = count > MAX_DIGITS && countSignificant(bytes, first) > MAX_DIGITS;
        if (length > MAX_LENGTH) {
            throw cursor.fail(start, "a number of more than " + MAX_LENGTH + " characters");
        }
        cursor.moveTo(at);
    }

    /** Whether all of eight characters are digits: above 0x2f, and not above 0x39. */
    private static boolean areDigits(long eight) {
        return (eight & 0xf0f0_f0f0_f0f0_f0f0L) == ZEROS
                && ((eight + 0x0606_0606_0606_0606L) & 0xf0f0_f0f0_f0f0_f0f0L) == ZEROS;
    }

    /** The number of eight digits, the first in the lowest byte: by pairs, by fours, then all. */
    private static long toNumber(long eight) {
        long pairs = (eight - ZEROS) * 10 + ((eight - ZEROS) >>> 8);
        long upper = (pairs & 0x0000_00ff_0000_00ffL) * (100L + (1_000_000L << 32));
        long lower = ((pairs >>> 16) & 0x0000_00ff_0000_00ffL) * (1L + (10_000L << 32));
        return (upper + lower) >>> 32;
    }

    private int scanExponent(byte[] bytes, int from, int end) {
        int at = from;
        boolean minus = at < end && bytes[at] == '-';
        if (minus || (at < end && bytes[at] == '+')) {
            at++;
        }
        int firstDigit = at;
        int value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            // Kept small: far beyond what a double can hold, far from overflowing an int.
            value = Math.min(value * 10 + bytes[at] - '0', 1_000_000);
            at++;
        }
        if (at == firstDigit) {
            throw cursor.fail(at, "a digit is wanted in the exponent");
        }
        exponent += minus ? -value : value;
        return at;
    }

    private int countSignificant(byte[] bytes, int first) {
        int count = 0;
        for (int i = first; i < start + length; i++) {
            byte b = bytes[i];
            if ((b | 0x20) == 'e') {
                break;
            }
            if (b != '.' && (count > 0 || b != '0')) {
                count++;
            }
        }
        return count;
    }

    private RuntimeException notANumber(int first, int count) {
        if (count > 0) {
            return cursor.fail(first, "a number must not start with 0");
        }
        cursor.moveTo(first);
        boolean isLiteral = first < cursor.end() && "NI".indexOf(cursor.bytes()[first]) >= 0;
        return cursor.fail(
                first,
                isLiteral
                        ? "JSON has no NaN and no Infinity"
                        : "a value is wanted, found " + cursor.found());
    }

    /** Where the number just scanned starts. */
    int start() {
        return start;
    }

    /** Whether the number just scanned has neither a decimal point nor an exponent. */
    boolean isPlainInteger() {
        return plainInteger;
    }

    /** Whether the number just scanned is zero. */
    boolean isZero() {
        return digits == 0 && !inexact;
    }

    /** The number just scanned, rounded to the nearest double; too large ones are refused. */
    double toDouble() {
        double magnitude = inexact ? Double.NaN : DecimalToDouble.convert(digits, exponent);
        if (!Double.isNaN(magnitude)) {
            return negative ? -magnitude : magnitude;
        }
        double value = JavaDoubleParser.parseDouble(cursor.bytes(), start, length);
        if (Double.isInfinite(value)) {
            throw cursor.fail(start, "a number that is too large");
        }
        return value;
    }

    /** The number just scanned, which must be an integer of 64 bits with sign. */
    long toLong() {
        if (plainInteger && !inexact) {
            if (digits >= 0) {
                return negative ? -digits : digits;
            }
            if (negative && digits == Long.MIN_VALUE) {
                return digits;
            }
        }
        BigInteger value = toInteger();
        if (value.bitLength() >= Long.SIZE) {
            throw outOfRange("INT64");
        }
        return value.longValue();
    }

    /** The number just scanned, which must be an integer of 64 bits without sign. */
    long toUnsignedLong() {
        if (plainInteger && !inexact && (!negative || digits == 0)) {
            return digits;
        }
        BigInteger value = toInteger();
        if (value.signum() < 0 || value.compareTo(TWO_TO_64) >= 0) {
            throw outOfRange("UINT64");
        }
        return value.longValue();
    }

    private BigInteger toInteger() {
        if (isZero()) {
            return BigInteger.ZERO;
        }
        if (Math.abs(exponent) > HUGE_EXPONENT) {
            throw exponent < 0 ? notAnInteger() : beyond64Bits();
        }
        BigDecimal value = new BigDecimal(text()).stripTrailingZeros();
        if (value.scale() > 0) {
            throw notAnInteger();
        }
        // Before the digits are written out: 1e9999 would be ten thousand of them.
        if ((long) value.precision() - value.scale() > MAX_INTEGER_DIGITS) {
            throw beyond64Bits();
        }
        return value.toBigInteger();
    }

    private RuntimeException notAnInteger() {
        return cursor.fail(start, "an integer is wanted, found " + shown());
    }

    private RuntimeException beyond64Bits() {
        return cursor.fail(start, shown() + " is beyond 64 bits");
    }

    RuntimeException outOfRange(String datatype) {
        return cursor.fail(start, shown() + " does not fit into " + datatype);
    }

    private String shown() {
        String text = text();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private String text() {
        return new String(cursor.bytes(), start, length, StandardCharsets.US_ASCII);
    }
}
