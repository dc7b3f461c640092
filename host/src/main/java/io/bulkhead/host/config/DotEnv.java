package io.bulkhead.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code .env} file of the working directory: {@code NAME=value} lines. */
final class DotEnv {
    private DotEnv() {}

    /** Its variables; none if there is no such file. */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            Map<String, String> variables = new LinkedHashMap<>();
            Files.readAllLines(file).forEach(line -> readLine(line.strip(), variables));
            return variables;
        } catch (IOException e) {
            throw new SettingsException(
                    List.of(file.getFileName() + ": cannot be read: " + e.getMessage()));
        }
    }

    private static void readLine(String line, Map<String, String> variables) {
        int equals = line.indexOf('=');
        if (line.startsWith("#") || equals <= 0) {
            return;
        }
        String name = line.substring(0, equals).strip();
        if (name.startsWith("export ")) {
            name = name.substring("export ".length()).strip();
        }
        variables.put(name, unquoted(line.substring(equals + 1).strip()));
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
