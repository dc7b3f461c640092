package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens. As transformers has it, the newline behind a block goes ({@code
 * trim_blocks}), and the spaces before one at the beginning of a line ({@code lstrip_blocks}).
 */
final class Lexer {
    private static final Pattern RAW =
            Pattern.compile(
                    "\\{%[-+]?\\s*raw\\s*(?:-%}\\s*|%})(.*?)\\{%([-+]?)\\s*endraw\\s*"
                            + "(\\+%}|-%}\\s*|%}\\n?)",
                    Pattern.DOTALL);
    private static final Pattern PIECE =
            Pattern.compile(
                    "(?<space>\\s+)"
                            + "|(?<float>\\d[\\d_]*(?:\\.\\d[\\d_]*(?:[eE][-+]?\\d+)?|[eE][-+]?\\d+))"
                            + "|(?<integer>\\d[\\d_]*)"
                            + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                            + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
                            + "|(?<operator>//|\\*\\*|==|!=|<=|>=|[-+*/%~<>=.,:|()\\[\\]{}])",
                    Pattern.DOTALL);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean atLineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            int next = nextTag();
            if (next < 0) {
                data(source.substring(at));
                at = source.length();
            } else {
                tag(next);
            }
        }
        add(Token.Kind.END, "");
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
            char second = i + 1 < source.length() ? source.charAt(i + 1) : ' ';
            if (second == '{' || second == '%' || second == '#') {
                return i;
            }
        }
        return -1;
    }

    private void tag(int start) {
        char kind = source.charAt(start + 1);
        char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
        data(stripped(source.substring(at, start), sign, kind != '{'));
        skipTo(start);
        if (kind == '%' && raw()) {
            return;
        }
        if (kind == '#') {
            comment();
        } else if (kind == '%') {
            inside(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}", sign);
        } else {
            inside(Token.Kind.VARIABLE_BEGIN, Token.Kind.VARIABLE_END, "}}", sign);
        }
    }

    /** The text before a tag. */
    private String stripped(String text, char sign, boolean block) {
        if (sign == '-') {
            return text.stripTrailing();
        }
        if (sign == '+' || !block) {
            return text;
        }
        int lineStart = text.lastIndexOf('\n') + 1;
        boolean onlySpace = text.substring(lineStart).isBlank();
        return onlySpace && (lineStart > 0 || atLineStart) ? text.substring(0, lineStart) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Token.Kind.DATA, text);
        }
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void skipTo(int end) {
        for (int i = at; i < end; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        if (end > at) {
            atLineStart = source.charAt(end - 1) == '\n';
        }
        at = end;
    }

    private boolean raw() {
        Matcher raw = RAW.matcher(source).region(at, source.length());
        if (!raw.lookingAt()) {
            return false;
        }
        String sign = raw.group(2);
        atLineStart = false;
        data(stripped(raw.group(1), sign.isEmpty() ? ' ' : sign.charAt(0), true));
        skipTo(raw.end());
        return true;
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw refused("a comment has no end");
        }
        skipTo(end + 2);
        skipBehind(source.charAt(end - 1), true);
    }

    /** What goes with the end of a tag. */
    private void skipBehind(char sign, boolean block) {
        int end = at;
        if (sign == '-') {
            while (end < source.length() && Character.isWhitespace(source.charAt(end))) {
                end++;
            }
        } else if (block && sign != '+' && end < source.length() && source.charAt(end) == '\n') {
            end++;
        }
        skipTo(end);
    }

    private void inside(Token.Kind begin, Token.Kind end, String mark, char sign) {
        add(begin, source.substring(at, at + 2));
        skipTo(at + (sign == '-' || sign == '+' ? 3 : 2));
        Deque<Character> open = new ArrayDeque<>();
        while (!(open.isEmpty() && ends(end, mark))) {
            piece(open);
        }
    }

    private boolean ends(Token.Kind end, String mark) {
        boolean block = end == Token.Kind.BLOCK_END;
        boolean signed =
                source.startsWith("-" + mark, at) || (block && source.startsWith("+" + mark, at));
        if (!signed && !source.startsWith(mark, at)) {
            return false;
        }
        add(end, mark);
        char sign = signed ? source.charAt(at) : ' ';
        skipTo(at + mark.length() + (signed ? 1 : 0));
        skipBehind(sign, block);
        return true;
    }

    private void piece(Deque<Character> open) {
        Matcher piece = PIECE.matcher(source).region(at, source.length());
        if (at >= source.length()) {
            throw refused("a tag has no end");
        }
        if (!piece.lookingAt()) {
            throw refused("'" + source.charAt(at) + "' is not expected here");
        }
        String text = piece.group();
        if (piece.group("operator") != null) {
            balance(open, text.charAt(0));
            add(Token.Kind.OPERATOR, text);
        } else if (piece.group("string") != null) {
            add(Token.Kind.STRING, Escapes.read(text.substring(1, text.length() - 1)));
        } else if (piece.group("name") != null) {
            add(Token.Kind.NAME, text);
        } else if (piece.group("space") == null) {
            boolean whole = piece.group("integer") != null;
            add(whole ? Token.Kind.INTEGER : Token.Kind.FLOAT, text.replace("_", ""));
        }
        skipTo(piece.end());
    }

    private void balance(Deque<Character> open, char c) {
        switch (c) {
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '{' -> open.push('}');
            case ')', ']', '}' -> {
                if (open.isEmpty() || open.pop() != c) {
                    throw refused("'" + c + "' closes nothing");
                }
            }
            default -> {
                // no bracket
            }
        }
    }

    private TemplateException refused(String why) {
        return new TemplateException("line " + line + ": " + why);
    }
}
