package io.bulkhead.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where in a JSON text something is wrong: line, column and path such as {@code inputs[1].data[7]}.
 * It is found by walking over the text once more, so that a text without faults pays nothing for
 * it.
 */
final class JsonPlace {
    private static final int LONGEST_NAME_SHOWN = 64;

    private final byte[] bytes;
    private final int end;
    private final int offset;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int line = 1;
    private int column = 1;

    private JsonPlace(byte[] bytes, int end, int offset) {
        this.bytes = bytes;
        this.end = end;
        this.offset = offset;
    }

    /**
     * @param offset of the fault; all before it is taken for valid
     */
    static JsonPlace of(byte[] bytes, int start, int end, int offset) {
        JsonPlace place = new JsonPlace(bytes, end, Math.min(offset, end));
        place.count(start);
        place.walk(start);
        return place;
    }

    String describe(String problem) {
        String path = path();
        return (path.isEmpty() ? problem : path + ": " + problem)
                + " at line "
                + line
                + ", column "
                + column;
    }

    private void count(int start) {
        for (int i = start; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
    }

    private void walk(int start) {
        int at = start;
        while (at < offset) {
            if (bytes[at] == '"') {
                int close = closingQuote(at + 1);
                if (close < offset) {
                    onText(at + 1, close);
                }
                at = close + 1;
            } else {
                onToken(bytes[at++]);
            }
        }
    }

    private int closingQuote(int from) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private void onText(int from, int to) {
        Frame frame = frames.peekLast();
        if (frame != null && frame.namePending) {
            int shown = Math.min(to - from, LONGEST_NAME_SHOWN);
            frame.name = new String(bytes, from, shown, StandardCharsets.UTF_8);
        }
    }

    private void onToken(byte token) {
        switch (token) {
            case '{' -> frames.addLast(new Frame(true));
            case '[' -> frames.addLast(new Frame(false));
            case '}', ']' -> frames.pollLast();
            case ':' -> named();
            case ',' -> next();
            default -> {
                // Part of a number or a literal, or white space.
            }
        }
    }

    private void named() {
        Frame frame = frames.peekLast();
        if (frame != null) {
            frame.namePending = false;
        }
    }

    private void next() {
        Frame frame = frames.peekLast();
        if (frame != null) {
            frame.index++;
            frame.namePending = frame.object;
        }
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        Iterator<Frame> all = frames.iterator();
        while (all.hasNext()) {
            Frame frame = all.next();
            if (!frame.object) {
                path.append('[').append(frame.index).append(']');
            } else if (!frame.namePending) {
                path.append(path.isEmpty() ? "" : ".").append(frame.name);
            }
        }
        return path.toString();
    }

    private static final class Frame {
        private final boolean object;
        private boolean namePending;
        private String name = "";
        private int index;

        private Frame(boolean object) {
            this.object = object;
            this.namePending = object;
        }
    }
}
