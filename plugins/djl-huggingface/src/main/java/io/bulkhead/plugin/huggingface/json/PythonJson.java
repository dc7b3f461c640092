package io.bulkhead.plugin.huggingface.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON as Python's {@code json.dumps} does: a space behind comma and colon, everything but
 * ASCII escaped, the shortest digits that give the number back. Takes what {@link JsonReader}
 * gives, {@code Float} (as the double of the same value, as NumPy's {@code item()} has it), and
 * {@code float[]}, {@link FloatRows} for many numbers.
 */
public final class PythonJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(96);
    private final Style style;
    private int depth;

    /**
     * How it looks: arguments of {@code json.dumps}.
     *
     * @param ascii whether everything but ASCII is escaped
     * @param indent spaces for each level on lines of their own; below 0: all on one line
     * @param sorted whether members come by name
     * @param comma what stands between two elements
     * @param colon what stands between a name and its value
     */
    public record Style(boolean ascii, int indent, boolean sorted, String comma, String colon) {
        /** Python's own. */
        public static final Style PLAIN = new Style(true, -1, false, ", ", ": ");

        /** As short as can be, for those who read no Python. */
        public static final Style SHORT = new Style(false, -1, false, ",", ":");
    }

    private PythonJson(Style style) {
        this.style = style;
    }

    /** The text of a value. */
    public static String write(Object value) {
        return write(value, Style.PLAIN);
    }

    /** The text of a value in this style. */
    public static String write(Object value, Style style) {
        PythonJson json = new PythonJson(style);
        json.append(value);
        return json.out.toString();
    }

    private void append(Object value) {
        if (value instanceof String text) {
            appendText(text);
        } else if (value instanceof Float number) {
            appendNumber(number.doubleValue());
        } else if (value instanceof Double number) {
            appendNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            appendObject(map);
        } else if (value instanceof List<?> list) {
            appendList(list);
        } else if (value instanceof FloatRows rows) {
            appendRows(rows);
        } else if (value instanceof float[] numbers) {
            appendRow(new FloatRows(numbers, 0, 1, numbers.length), 0);
        } else if (value instanceof JsonNull) {
            out.append("null");
        } else {
            out.append(value); // whole numbers, true, false
        }
    }

    private void appendObject(Map<?, ?> map) {
        char open = '{';
        for (Map.Entry<?, ?> entry : (style.sorted() ? byName(map) : map).entrySet()) {
            begin(open);
            appendText(String.valueOf(entry.getKey()));
            out.append(style.colon());
            append(entry.getValue());
            open = ',';
        }
        end(map.isEmpty() ? "{}" : "}");
    }

    private static Map<?, ?> byName(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        return sorted;
    }

    /** What stands before an element: a bracket or a comma. */
    private void begin(char mark) {
        if (mark == ',') {
            out.append(style.comma());
        } else {
            out.append(mark);
            depth++;
        }
        if (style.indent() >= 0) {
            line();
        }
    }

    private void end(String bracket) {
        if (bracket.length() == 1) {
            depth--;
            if (style.indent() >= 0) {
                line();
            }
        }
        out.append(bracket);
    }

    private void line() {
        out.append('\n').append(" ".repeat(style.indent() * depth));
    }

    private void appendList(List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            begin(i == 0 ? '[' : ',');
            append(list.get(i));
        }
        end(list.isEmpty() ? "[]" : "]");
    }

    private void appendRows(FloatRows rows) {
        out.append('[');
        for (int row = 0; row < rows.count(); row++) {
            if (row > 0) {
                out.append(style.comma());
            }
            appendRow(rows, row);
        }
        out.append(']');
    }

    private void appendRow(FloatRows rows, int row) {
        out.append('[');
        for (int column = 0; column < rows.width(); column++) {
            if (column > 0) {
                out.append(style.comma());
            }
            appendNumber(rows.at(row, column));
        }
        out.append(']');
    }

    private void appendText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            appendCharacter(text.charAt(i));
        }
        out.append('"');
    }

    private void appendCharacter(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (c >= ' ' && (c <= '~' || !style.ascii())) {
                    out.append(c);
                } else {
                    out.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[(c >> 8) & 15])
                            .append(HEX[(c >> 4) & 15])
                            .append(HEX[c & 15]);
                }
            }
        }
    }

    private void appendNumber(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return;
        }
        String text = NumberOutput.toString(value, true);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            out.append(text);
        } else {
            appendScientific(text, exponent);
        }
    }

    /**
     * Java changes to an exponent below 1e-3 and from 1e7 on, Python below 1e-4 and from 1e16 on.
     */
    private void appendScientific(String text, int at) {
        int exponent = Integer.parseInt(text.substring(at + 1));
        boolean negative = text.charAt(0) == '-';
        String digits = text.substring(negative ? 1 : 0, at).replace(".", "");
        if (digits.endsWith("0") && digits.length() == 2) {
            digits = digits.substring(0, 1);
        }
        out.append(negative ? "-" : "");
        if (exponent < -4 || exponent >= 16) {
            out.append(digits.charAt(0))
                    .append(digits.length() > 1 ? "." + digits.substring(1) : "")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "e%s%02d",
                                    exponent < 0 ? "-" : "+",
                                    Math.abs(exponent)));
        } else if (exponent < 0) {
            out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
        } else if (digits.length() <= exponent + 1) {
            out.append(digits).append("0".repeat(exponent + 1 - digits.length())).append(".0");
        } else {
            out.append(digits, 0, exponent + 1)
                    .append('.')
                    .append(digits, exponent + 1, digits.length());
        }
    }
}
