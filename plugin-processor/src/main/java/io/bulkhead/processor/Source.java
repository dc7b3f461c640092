package io.bulkhead.processor;

/** Lines of source, indented by the braces in them. */
final class Source {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /**
     * Adds a line; one that closes a brace is moved out, what follows one that opens is moved in.
     */
    Source line(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        text.append("    ".repeat(line.isEmpty() ? 0 : depth)).append(line).append('\n');
        if (line.endsWith("{")) {
            depth++;
        }
        return this;
    }

    String text() {
        return text.toString();
    }

    /** A text as a literal. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ') {
                literal.append("\\%03o".formatted((int) c)); // an escaped line break would break it
            } else if (c > '~') {
                literal.append("\\u%04x".formatted((int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
