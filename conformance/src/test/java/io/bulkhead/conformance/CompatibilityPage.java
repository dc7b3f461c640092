package io.bulkhead.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the documentation that carries the table of what passes, between two markers. */
final class CompatibilityPage {
    private static final String BEGIN = "<!-- conformance:begin -->\n";
    private static final String END = "<!-- conformance:end -->";

    private final Path file;

    CompatibilityPage(Path file) {
        this.file = file;
    }

    String table() throws IOException {
        String text = Files.readString(file);
        return text.substring(begin(text), end(text));
    }

    void update(String table) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, begin(text)) + table + text.substring(end(text)));
    }

    private int begin(String text) {
        return position(text, BEGIN) + BEGIN.length();
    }

    private int end(String text) {
        return position(text, END);
    }

    private int position(String text, String marker) {
        int position = text.indexOf(marker);
        if (position < 0) {
            throw new IllegalStateException(file + " has no line " + marker.strip());
        }
        return position;
    }
}
