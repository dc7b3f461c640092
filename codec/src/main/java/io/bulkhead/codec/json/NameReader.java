package io.bulkhead.codec.json;

/** Reads the name of an input or output. */
final class NameReader {
    private final JsonCursor cursor;

    NameReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Any text but such that native libraries would cut: with a NUL in it. */
    String read() {
        cursor.peek();
        int start = cursor.position();
        String name = cursor.readString();
        if (name.indexOf('\0') >= 0) {
            throw cursor.fail(start, "a name must not hold the character NUL");
        }
        return name;
    }
}
