package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The right side of one line: a text, a number or several, separated by blanks. */
final class TextValue {
    private final byte[] text;
    private final int from;
    private final int to;
    private final int line;

    TextValue(byte[] text, int from, int to, int line) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.line = line;
    }

    String text() {
        return text(from, to);
    }

    List<String> words() {
        return Stream.of(text().split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    int integer() throws MalformedModelException {
        return ints(1)[0];
    }

    /** Exactly so many; the words of a bit set are unsigned. */
    int[] ints(int count) throws MalformedModelException {
        int[] values = new int[checked(count)];
        int next = from;
        for (int i = 0; i < count; i++) {
            int start = skipBlanks(next);
            next = endOfWord(start);
            values[i] = parseInt(text(start, next));
        }
        expectNothingFrom(next, count);
        return values;
    }

    /** Exactly so many. */
    double[] doubles(int count) throws MalformedModelException {
        double[] values = new double[checked(count)];
        int next = from;
        for (int i = 0; i < count; i++) {
            int start = skipBlanks(next);
            next = endOfWord(start);
            values[i] = parseDouble(text(start, next));
        }
        expectNothingFrom(next, count);
        return values;
    }

    /** Before memory is taken for them: as many numbers need twice as many characters. */
    private int checked(int count) throws MalformedModelException {
        if (count < 0 || count > (to - from + 1) / 2) {
            throw malformed(count + " numbers wanted, found fewer");
        }
        return count;
    }

    private int parseInt(String word) throws MalformedModelException {
        try {
            long value = Long.parseLong(word);
            if (value >= Integer.MIN_VALUE && value <= 0xffff_ffffL) {
                return (int) value;
            }
        } catch (NumberFormatException notANumber) {
            throw malformed("no integer: '" + abbreviated(word) + "'", notANumber);
        }
        throw malformed("no integer of 32 bits: " + word);
    }

    private double parseDouble(String word) throws MalformedModelException {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException notANumber) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "nan", "-nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> throw malformed("no number: '" + abbreviated(word) + "'", notANumber);
            };
        }
    }

    private int skipBlanks(int index) throws MalformedModelException {
        int next = index;
        while (next < to && text[next] == ' ') {
            next++;
        }
        if (next == to) {
            throw malformed("more numbers wanted");
        }
        return next;
    }

    private int endOfWord(int index) {
        int next = index;
        while (next < to && text[next] != ' ') {
            next++;
        }
        return next;
    }

    private void expectNothingFrom(int index, int count) throws MalformedModelException {
        for (int i = index; i < to; i++) {
            if (text[i] != ' ') {
                throw malformed(count + " numbers wanted, found more");
            }
        }
    }

    private String text(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    private static String abbreviated(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "...";
    }

    private MalformedModelException malformed(String what) {
        return new MalformedModelException(what + " in line " + line);
    }

    private MalformedModelException malformed(String what, Throwable cause) {
        return new MalformedModelException(what + " in line " + line, cause);
    }
}
