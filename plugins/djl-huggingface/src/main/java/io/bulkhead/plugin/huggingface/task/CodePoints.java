package io.bulkhead.plugin.huggingface.task;

/** A text whose characters are counted as Python does: by code points. */
final class CodePoints {
    private final String text;
    private final boolean plain;

    CodePoints(String text) {
        this.text = text;
        this.plain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    /** A part of the text; what lies outside is left out. */
    String slice(int start, int end) {
        int length = plain ? text.length() : text.codePointCount(0, text.length());
        int from = Math.max(0, Math.min(start, length));
        int to = Math.max(from, Math.min(end, length));
        return plain
                ? text.substring(from, to)
                : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }
}
