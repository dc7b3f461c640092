package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON text (RFC 8259, UTF-8 without byte order mark) in an array of bytes. It
 * checks whatever it passes, builds nothing that nobody asks for, and says of every fault where it
 * is.
 */
public final class JsonCursor {
    /** Deeper nesting is refused, so that recursion over a text is bounded. */
    static final int MAX_DEPTH = 100;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;
    private int depth;

    private int textStart;
    private int textEnd;
    private boolean textEscaped;

    /** Over these bytes, which stay as they are while it is in use. */
    public JsonCursor(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.position = offset;
    }

    byte[] bytes() {
        return bytes;
    }

    int end() {
        return end;
    }

    /** Where it is, counted from the array's start. */
    public int position() {
        return position;
    }

    /** Goes to a place that was passed before, or to where a value was read by other means. */
    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Skips white space and gives the byte that starts the next token. */
    public int peek() {
        while (position < end) {
            byte b = bytes[position];
            if (b > ' ') {
                return b;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                throw fail(position, unexpected());
            }
            position++;
        }
        throw fail(end, "the text ends too early");
    }

    /** Nothing but white space may be left. */
    public void expectEnd() {
        while (position < end) {
            byte b = bytes[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                throw fail(position, "the text goes on behind its value");
            }
            position++;
        }
    }

    /** Enters an object; false if it is empty, and then it is left already. */
    public boolean beginObject() {
        return begin('{', '}', "an object");
    }

    /** Enters a list; false if it is empty, and then it is left already. */
    public boolean beginList() {
        return begin('[', ']', "a list");
    }

    private boolean begin(char open, char close, String wanted) {
        expect(open, wanted);
        if (++depth > MAX_DEPTH) {
            throw fail(position - 1, "deeper than " + MAX_DEPTH + " levels");
        }
        if (peek() != close) {
            return true;
        }
        position++;
        depth--;
        return false;
    }

    /** Behind a member's value: whether there is another; if not, the object is left. */
    public boolean nextMember() {
        return next('}');
    }

    /** Behind an element of a list: whether there is another; if not, the list is left. */
    public boolean nextElement() {
        return next(']');
    }

    private boolean next(char close) {
        // The likely case first, without the call: a comma right behind the value.
        int b = position < end && bytes[position] == ',' ? ',' : peek();
        if (b == ',') {
            position++;
            return true;
        }
        if (b != close) {
            throw fail(position, "',' or '" + close + "' is wanted, found " + found());
        }
        position++;
        depth--;
        return false;
    }

    /** Reads a member's name and its colon: the index of the name among these, or -1. */
    int name(FieldNames names) {
        readText("a name in quotes");
        int index = textEscaped ? names.indexOf(text()) : names.indexOf(bytes, textStart, textEnd);
        expect(':', "':'");
        return index;
    }

    /** Reads a member's name and its colon. */
    public String name() {
        readText("a name in quotes");
        String name = text();
        expect(':', "':'");
        return name;
    }

    private void expect(char token, String wanted) {
        if (peek() != token) {
            throw fail(position, wanted + " is wanted, found " + found());
        }
        position++;
    }

    /** Reads text and gives it as a String. */
    public String readString() {
        readText("text");
        return text();
    }

    /** Passes text, checking it; {@link #text}, {@link #copyText} and the like then give it. */
    void readText(String wanted) {
        expect('"', wanted);
        int at = position;
        boolean escaped = false;
        textStart = at;
        while (true) {
            if (at >= end) {
                throw fail(end, "the text ends within quotes");
            }
            byte b = bytes[at];
            if (b >= ' ' && b != '"' && b != '\\') {
                at++;
            } else if (b == '"') {
                break;
            } else if (b == '\\') {
                escaped = true;
                at = passEscape(at);
            } else if (b < 0) {
                at = passMultibyte(at);
            } else {
                throw fail(at, "a control character within quotes must be escaped");
            }
        }
        textEnd = at;
        textEscaped = escaped;
        position = at + 1;
    }

    private int passMultibyte(int at) {
        int length = Utf8.sequenceLength(bytes, at, end);
        if (length == 0) {
            throw fail(at, "bytes that are not UTF-8");
        }
        return at + length;
    }

    private int passEscape(int at) {
        int escape = at + 1 < end ? bytes[at + 1] : -1;
        if (escape == 'u') {
            return passUnicodeEscape(at);
        }
        if (escape < 0 || "\"\\/bfnrt".indexOf(escape) < 0) {
            throw fail(at, "an escape that JSON does not have");
        }
        return at + 2;
    }

    private int passUnicodeEscape(int at) {
        int unit = hex(at);
        if (!Character.isSurrogate((char) unit)) {
            return at + 6;
        }
        boolean paired =
                Character.isHighSurrogate((char) unit)
                        && at + 7 < end
                        && bytes[at + 6] == '\\'
                        && bytes[at + 7] == 'u'
                        && Character.isLowSurrogate((char) hex(at + 6));
        if (!paired) {
            throw fail(at, "half of a surrogate pair");
        }
        return at + 12;
    }

    private int hex(int at) {
        if (at + 6 > end) {
            throw fail(at, "the text ends within an escape");
        }
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw fail(at, "four hexadecimal digits are wanted behind \\u");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The text just read. */
    String text() {
        if (!textEscaped) {
            return new String(bytes, textStart, textEnd - textStart, StandardCharsets.UTF_8);
        }
        byte[] unescaped = new byte[textEnd - textStart];
        return new String(unescaped, 0, copyText(unescaped, 0), StandardCharsets.UTF_8);
    }

    /** An upper bound of what {@link #copyText} will write. */
    int textLength() {
        return textEnd - textStart;
    }

    /** Whether the text just read is one of these names: its index, or -1. */
    int textAmong(FieldNames names) {
        return textEscaped ? names.indexOf(text()) : names.indexOf(bytes, textStart, textEnd);
    }

    /**
     * Copies the text just read as UTF-8, without its escapes.
     *
     * @return the position behind it
     */
    int copyText(byte[] target, int offset) {
        if (!textEscaped) {
            System.arraycopy(bytes, textStart, target, offset, textEnd - textStart);
            return offset + textEnd - textStart;
        }
        int to = offset;
        int at = textStart;
        while (at < textEnd) {
            if (bytes[at] != '\\') {
                target[to++] = bytes[at++];
            } else if (bytes[at + 1] != 'u') {
                target[to++] = unescaped(bytes[at + 1]);
                at += 2;
            } else {
                int codePoint = hex(at);
                at += 6;
                if (Character.isHighSurrogate((char) codePoint)) {
                    codePoint = Character.toCodePoint((char) codePoint, (char) hex(at));
                    at += 6;
                }
                to = Utf8.encode(codePoint, target, to);
            }
        }
        return to;
    }

    private static byte unescaped(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /** Reads the number that comes next, rounded to the nearest double. */
    public double readDouble() {
        NumberScanner number = new NumberScanner(this);
        number.scan();
        return number.toDouble();
    }

    /** Passes {@code true} or {@code false}. */
    boolean readBoolean() {
        if (peek() == 't') {
            readLiteral("true");
            return true;
        }
        if (peek() != 'f') {
            throw fail(position, "true or false is wanted, found " + found());
        }
        readLiteral("false");
        return false;
    }

    /** Passes {@code null} if it comes next. */
    boolean readNull() {
        if (peek() != 'n') {
            return false;
        }
        readLiteral("null");
        return true;
    }

    private void readLiteral(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (position + i >= end) {
                throw fail(end, "the text ends too early");
            }
            if (bytes[position + i] != literal.charAt(i)) {
                throw fail(position, unexpected());
            }
        }
        position += literal.length();
    }

    /** Passes any value, checking it. */
    public void skipValue() {
        switch (peek()) {
            case '{' -> skipObject();
            case '[' -> skipList();
            case '"' -> readText("text");
            case 't', 'f' -> readBoolean();
            case 'n' -> readNull();
            default -> new NumberScanner(this).scan();
        }
    }

    private void skipObject() {
        if (beginObject()) {
            do {
                readText("a name in quotes");
                expect(':', "':'");
                skipValue();
            } while (nextMember());
        }
    }

    private void skipList() {
        if (beginList()) {
            NumberScanner numbers = new NumberScanner(this);
            do {
                int b = peek();
                if (b == '-' || (b >= '0' && b <= '9')) {
                    numbers.scan();
                } else {
                    skipValue();
                }
            } while (nextElement());
        }
    }

    /** What comes next, in words. */
    public String found() {
        if (position >= end) {
            return "the end of the text";
        }
        byte b = bytes[position];
        return switch (b) {
            case '{' -> "an object";
            case '[' -> "a list";
            case '"' -> "text";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            default -> b == '-' || (b >= '0' && b <= '9') ? "a number" : unexpected();
        };
    }

    private String unexpected() {
        int b = bytes[position] & 0xff;
        if (position == start && b == 0xef) {
            return "a byte order mark";
        }
        return b > ' ' && b < 0x7f
                ? "the unexpected character '" + (char) b + "'"
                : "the unexpected byte 0x" + Integer.toHexString(b);
    }

    /** A fault of the text at this offset, to be thrown. */
    public ServingException fail(int offset, String problem) {
        return ServingException.unprocessable(describe(offset, problem));
    }

    /** The problem with the place where it is. */
    String describe(int offset, String problem) {
        return JsonPlace.of(bytes, start, end, offset).describe(problem);
    }
}
