package io.bulkhead.conformance.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles a regular expression of Python's {@code re} module into one with the same meaning. */
final class PythonRegex {
    private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d*)(,?)(\\d*)}");

    // In Python, "." and "$" know no line end but \n, and \d, \w and \s are Unicode's.
    private static final int FLAGS = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;

    private final String source;
    private final StringBuilder translated = new StringBuilder();
    private int at;

    private PythonRegex(String source) {
        this.source = source;
    }

    /** A pattern as {@code re.search(regex, text)} uses it. */
    static Pattern compile(String regex) {
        return Pattern.compile(new PythonRegex(regex).translate(), FLAGS);
    }

    /** A pattern as {@code re.search(regex, text, re.M)} uses it. */
    static Pattern compileMultiline(String regex) {
        return Pattern.compile(new PythonRegex(regex).translate(), FLAGS | Pattern.MULTILINE);
    }

    private String translate() {
        while (at < source.length()) {
            switch (source.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '{' -> brace();
                case '(' -> group();
                default -> copy(1);
            }
        }
        return translated.toString();
    }

    private void copy(int count) {
        int end = Math.min(at + count, source.length());
        translated.append(source, at, end);
        at = end;
    }

    private void escape() {
        if (source.startsWith("\\Z", at)) { // Java's \Z also matches before a last line end
            translated.append("\\z");
            at += 2;
        } else {
            copy(2);
        }
    }

    /** Java nests classes and knows "&&" in them; Python does neither. */
    private void characterClass() {
        int first = source.startsWith("[^", at) ? at + 2 : at + 1;
        copy(first - at);
        while (at < source.length() && (source.charAt(at) != ']' || at == first)) {
            char c = source.charAt(at);
            if (c == '\\') {
                copy(2);
                continue;
            }
            if (c == '[' || c == '&' || c == ']') {
                translated.append('\\');
            }
            copy(1);
        }
        copy(1);
    }

    /** A brace that starts no quantifier stands for itself in Python and is an error in Java. */
    private void brace() {
        Matcher quantifier = QUANTIFIER.matcher(source).region(at, source.length());
        if (!quantifier.lookingAt() || quantifier.end() - at == 2) {
            translated.append("\\{");
            at++;
            return;
        }
        String least = quantifier.group(1).isEmpty() ? "0" : quantifier.group(1);
        translated.append('{').append(least).append(quantifier.group(2));
        translated.append(quantifier.group(3)).append('}');
        at = quantifier.end();
    }

    private void group() {
        if (source.startsWith("(?P<", at)) {
            translated.append("(?<");
            at += 4;
        } else {
            copy(1);
        }
    }
}
