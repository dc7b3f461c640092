package io.bulkhead.plugin.lightgbm.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Walks over a text line by line without making strings of what nobody asks for. */
final class TextLines {
    private final byte[] text;
    private int start;
    private int end = -1;
    private int number;

    TextLines(byte[] text) {
        this.text = text;
    }

    /** Moves to the next line; false behind the last. */
    boolean next() {
        start = end + 1;
        if (start >= text.length) {
            return false;
        }
        end = start;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        number++;
        return true;
    }

    /** The current line's number, from 1. */
    int number() {
        return number;
    }

    boolean is(String line) {
        return length() == line.length() && text(start, start + line.length()).equals(line);
    }

    boolean startsWith(String prefix) {
        return length() >= prefix.length() && text(start, start + prefix.length()).equals(prefix);
    }

    /** The rest of the current line, which starts with this. */
    String behind(String prefix) {
        return text(start, start + length()).substring(prefix.length());
    }

    boolean isBlank() {
        return length() == 0;
    }

    /** What stands before the first equals sign; empty if there is none. */
    Optional<String> key() {
        for (int i = start; i < end; i++) {
            if (text[i] == '=') {
                return Optional.of(text(start, i));
            }
        }
        return Optional.empty();
    }

    /** What stands behind the first equals sign. */
    TextValue value() {
        int from = start;
        while (from < end && text[from] != '=') {
            from++;
        }
        return new TextValue(text, Math.min(from + 1, end), start + length(), number);
    }

    private int length() {
        return end > start && text[end - 1] == '\r' ? end - 1 - start : end - start;
    }

    private String text(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
}
