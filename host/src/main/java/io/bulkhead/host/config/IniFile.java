package io.bulkhead.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Python's .ini files: sections of {@code key = value} lines. */
final class IniFile {
    /**
     * A section.
     *
     * @param line where it begins
     * @param values by key, in lower case
     */
    record Section(String name, int line, Map<String, String> values) {
        /** Empty if there is no such key. */
        String value(String key) {
            return values.getOrDefault(key, "");
        }
    }

    private IniFile() {}

    static List<Section> read(Path file) throws IOException {
        List<Section> sections = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                String name = text.substring(1, text.length() - 1);
                sections.add(new Section(name, number, new LinkedHashMap<>()));
            } else if (!sections.isEmpty() && !isComment(text)) {
                readValue(text, sections.get(sections.size() - 1));
            }
        }
        return sections;
    }

    private static boolean isComment(String text) {
        return text.isEmpty() || text.startsWith("#") || text.startsWith(";");
    }

    private static void readValue(String text, Section section) {
        int equals = text.indexOf('=');
        int end = equals < 0 ? text.indexOf(':') : equals;
        if (end > 0) {
            section.values()
                    .put(
                            text.substring(0, end).strip().toLowerCase(Locale.ROOT),
                            text.substring(end + 1).strip());
        }
    }
}
