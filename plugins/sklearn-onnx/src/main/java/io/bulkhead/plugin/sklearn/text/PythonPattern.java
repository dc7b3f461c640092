package io.bulkhead.plugin.sklearn.text;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Python's regular expressions in Java's words, with Python's idea of words, digits and spaces. */
final class PythonPattern {
    private static final String BOUNDARY =
            "(?:(?<=[%1$s])(?![%1$s])|(?<![%1$s])(?=[%1$s]))".replace("%1$s", WordCharacters.WORD);
    private static final String NO_BOUNDARY =
            "(?:(?<=[%1$s])(?=[%1$s])|(?<![%1$s])(?![%1$s]))".replace("%1$s", WordCharacters.WORD);

    private final String python;
    private final StringBuilder java = new StringBuilder();
    private boolean inClass;
    private int at;

    private PythonPattern(String python) {
        this.python = python;
    }

    /**
     * Compiles it.
     *
     * @throws PatternSyntaxException if Java has nothing like it
     */
    static Pattern compile(String python) {
        int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CASE;
        return Pattern.compile(new PythonPattern(python).translate(), flags);
    }

    private String translate() {
        while (at < python.length()) {
            char next = python.charAt(at++);
            if (next == '\\') {
                escape();
            } else if (inClass) {
                insideClass(next);
            } else if (next == '[') {
                openClass();
            } else if (next == '(' && python.startsWith("?P", at)) {
                group();
            } else {
                java.append(next);
            }
        }
        return java.toString();
    }

    /** In Java a class within a class and {@code &&} mean something; in Python they are text. */
    private void insideClass(char next) {
        if (next == '[' || next == '&') {
            java.append('\\');
        }
        java.append(next);
        inClass = next != ']';
    }

    private void openClass() {
        inClass = true;
        java.append('[');
        if (python.startsWith("^", at)) {
            java.append('^');
            at++;
        }
        if (python.startsWith("]", at)) { // the first of a class is text
            java.append("\\]");
            at++;
        }
    }

    private void group() {
        if (python.startsWith("?P<", at)) {
            java.append("(?<");
            at += 3;
        } else if (python.startsWith("?P=", at) && python.indexOf(')', at) > 0) {
            int end = python.indexOf(')', at);
            java.append("\\k<").append(python, at + 3, end).append('>');
            at = end + 1;
        } else {
            throw new PatternSyntaxException("unknown extension", python, at);
        }
    }

    private void escape() {
        if (at == python.length()) {
            throw new PatternSyntaxException("ends with a backslash", python, at);
        }
        char escaped = python.charAt(at++);
        switch (escaped) {
            case 'w' -> shorthand(WordCharacters.WORD, false);
            case 'W' -> shorthand(WordCharacters.WORD, true);
            case 'd' -> shorthand("\\p{Nd}", false);
            case 'D' -> shorthand("\\p{Nd}", true);
            case 's' -> shorthand(WordCharacters.SPACE, false);
            case 'S' -> shorthand(WordCharacters.SPACE, true);
            case 'b' -> java.append(inClass ? "\\x08" : BOUNDARY);
            case 'B' -> java.append(NO_BOUNDARY);
            case 'Z' -> java.append("\\z");
            case 'v' -> java.append("\\x0b");
            default -> java.append('\\').append(escaped);
        }
    }

    private void shorthand(String characters, boolean negated) {
        if (inClass && !negated) {
            java.append(characters);
        } else {
            java.append(negated ? "[^" : "[").append(characters).append(']');
        }
    }
}
