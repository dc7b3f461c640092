package io.bulkhead.codec.json;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Locale;

/** Text where a number should be: what Python's {@code float()} and {@code int()} take. */
final class QuotedNumber {
    private static final int LONGEST = 1000;

    private final JsonCursor cursor;
    private final int start;
    private final String text;

    /**
     * @param start of the text, for messages
     */
    QuotedNumber(JsonCursor cursor, int start, String text) {
        this.cursor = cursor;
        this.start = start;
        this.text = text.strip();
    }

    double toDouble() {
        if (isDecimal()) {
            try {
                return JavaDoubleParser.parseDouble(text);
            } catch (NumberFormatException notANumber) {
                throw wrong("a number");
            }
        }
        boolean minus = text.startsWith("-");
        String name = minus || text.startsWith("+") ? text.substring(1) : text;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> throw wrong("a number");
        };
    }

    long toLong() {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notAnInteger) {
            throw wrong("an integer of 64 bits");
        }
    }

    long toUnsignedLong() {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException notAnInteger) {
            throw wrong("an integer of 64 bits without sign");
        }
    }

    /** Java's parser also takes hexadecimal numbers and the suffixes f and d. */
    private boolean isDecimal() {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private RuntimeException wrong(String wanted) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return cursor.fail(start, wanted + " is wanted, found the text \"" + shown + "\"");
    }
}
