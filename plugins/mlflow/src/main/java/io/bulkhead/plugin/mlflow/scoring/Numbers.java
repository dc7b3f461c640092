package io.bulkhead.plugin.mlflow.scoring;

import java.util.regex.Pattern;

/** Which texts are numbers, as Python takes them; Java's own parser takes more. */
final class Numbers {
    private static final int SAFE_DIGITS = 18;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private Numbers() {}

    /** Whether it is an integer that surely fits into a long. */
    static boolean isInteger(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int digits = text.length() - start;
        if (digits == 0 || digits > SAFE_DIGITS) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }
}
