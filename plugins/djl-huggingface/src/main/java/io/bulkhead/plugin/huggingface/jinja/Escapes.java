package io.bulkhead.plugin.huggingface.jinja;

/** Python's escapes in texts. */
final class Escapes {
    private Escapes() {}

    static String read(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                at = escaped(text, at, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Reads what follows a backslash; where it goes on. */
    private static int escaped(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000b');
            case 'a' -> out.append('\u0007');
            case '\\', '\'', '"' -> out.append(c);
            case '\n' -> {} // the line goes on
            case 'x' -> {
                return code(text, at, 2, out);
            }
            case 'u' -> {
                return code(text, at, 4, out);
            }
            case 'U' -> {
                return code(text, at, 8, out);
            }
            default -> {
                if (c >= '0' && c <= '7') {
                    return octal(text, at, out);
                }
                out.append('\\').append(c);
            }
        }
        return at + 1;
    }

    private static int code(String text, int at, int digits, StringBuilder out) {
        int end = at + 1 + digits;
        if (end > text.length()) {
            throw new TemplateException("an escape in a text is cut off");
        }
        try {
            out.appendCodePoint(Integer.parseInt(text.substring(at + 1, end), 16));
        } catch (IllegalArgumentException e) {
            throw new TemplateException("'\\" + text.substring(at, end) + "' is no character");
        }
        return end;
    }

    private static int octal(String text, int at, StringBuilder out) {
        int end = at;
        int code = 0;
        while (end < text.length()
                && end < at + 3
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '7') {
            code = code * 8 + text.charAt(end++) - '0';
        }
        out.append((char) code);
        return end;
    }
}
