package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The literals of a pickle that are written as text lines, and integers of any length. */
final class PickleLiterals {
    private static final int MAX_INTEGER_DIGITS = 1024;
    private static final int MAX_INTEGER_BYTES = 1024;

    private final PickleInput in;

    PickleLiterals(PickleInput in) {
        this.in = in;
    }

    Object integerOrBoolLine() throws IOException {
        String line = asciiLine();
        if (line.equals("00")) {
            return false;
        }
        return line.equals("01") ? (Object) true : integer(line);
    }

    Object longLine() throws IOException {
        String line = asciiLine();
        return integer(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    }

    private static Object integer(String digits) throws PickleException {
        if (digits.length() > MAX_INTEGER_DIGITS) {
            throw new PickleException("pickle holds an integer of too many digits");
        }
        try {
            return small(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw new PickleException("pickle holds a malformed integer", e);
        }
    }

    /** Little-endian two's complement. */
    Object longOfBytes(int length) throws IOException {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw new PickleException("pickle holds an integer of too many bytes");
        }
        byte[] bytes = in.readBytes(length);
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte low = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = low;
        }
        return length == 0 ? (Object) 0L : small(new BigInteger(bytes));
    }

    private static Object small(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    Double floatLine() throws IOException {
        String line = asciiLine();
        try {
            return switch (line) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.valueOf(line);
            };
        } catch (NumberFormatException e) {
            throw new PickleException("pickle holds a malformed float", e);
        }
    }

    int indexLine() throws IOException {
        try {
            return Integer.parseInt(asciiLine());
        } catch (NumberFormatException e) {
            throw new PickleException("pickle holds a malformed memo index", e);
        }
    }

    String nameLine() throws IOException {
        return new String(in.readLine(), StandardCharsets.UTF_8);
    }

    private String asciiLine() throws IOException {
        return new String(in.readLine(), StandardCharsets.ISO_8859_1);
    }

    /** A Python string literal in quotes, as protocol 0 writes byte strings. */
    String quotedLine() throws IOException {
        String line = asciiLine();
        int last = line.length() - 1;
        boolean quoted =
                last >= 1
                        && (line.charAt(0) == '\'' || line.charAt(0) == '"')
                        && line.charAt(0) == line.charAt(last);
        if (!quoted) {
            throw new PickleException("pickle holds a string without quotes");
        }
        return unescape(line.substring(1, last), false);
    }

    /** Text as protocol 0 writes it: Latin-1 with escapes for all else. */
    String unicodeLine() throws IOException {
        return unescape(asciiLine(), true);
    }

    private static String unescape(String text, boolean unicodeOnly) throws PickleException {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character != '\\' || at == text.length()) {
                plain.append(character);
                continue;
            }
            char code = text.charAt(at++);
            int digits = hexDigits(code, unicodeOnly);
            if (digits > 0) {
                plain.appendCodePoint(codePoint(text, at, digits));
                at += digits;
            } else {
                plain.append(unicodeOnly ? "\\" + code : Character.toString(simple(code)));
            }
        }
        return plain.toString();
    }

    private static int hexDigits(char code, boolean unicodeOnly) {
        if (unicodeOnly) {
            return code == 'u' ? 4 : code == 'U' ? 8 : 0;
        }
        return code == 'x' ? 2 : 0;
    }

    private static int codePoint(String text, int from, int digits) throws PickleException {
        try {
            int codePoint = Integer.parseInt(text.substring(from, from + digits), 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new PickleException("pickle holds text with a malformed escape", e);
        }
        throw new PickleException("pickle holds text with an impossible character");
    }

    private static char simple(char code) {
        return switch (code) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> code;
        };
    }
}
