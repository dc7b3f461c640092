package io.bulkhead.host.cli.infer;

/** A line of the input. */
final class Line {
    private final int index;
    private final byte[] text;
    private final int bytes;

    /**
     * @param index from 0, blank lines counted
     * @param text without the line break; nobody changes it any more
     * @param bytes what it takes in the file
     */
    Line(int index, byte[] text, int bytes) {
        this.index = index;
        this.text = text;
        this.bytes = bytes;
    }

    int index() {
        return index;
    }

    byte[] text() {
        return text;
    }

    int bytes() {
        return bytes;
    }

    boolean isBlank() {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
