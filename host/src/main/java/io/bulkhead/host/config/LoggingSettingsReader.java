package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads {@code logging_settings}: a configuration of Python's logging as an object or as the path
 * of a .json or .ini file, or the path of a Logback file. Of Python's, levels are read; what says
 * where lines go and how they look is warned of.
 */
final class LoggingSettingsReader {
    /** What is found: levels by Python's logger names (the root's is empty), or a Logback file. */
    record Found(Map<String, LogLevel> levels, Optional<Path> logback) {
        static final Found NOTHING = new Found(Map.of(), Optional.empty());
    }

    private static final Set<String> NOT_READ = Set.of("formatters", "filters", "handlers");
    private static final String LEVEL = "level";
    private static final String LOGGERS = "loggers";
    private static final String ROOT = "root";

    private final List<Path> folders;
    private final SettingSources sources;
    private final Map<String, LogLevel> levels = new LinkedHashMap<>();

    /**
     * @param folders where a relative path may start, the first one first
     * @param sources told of faults and warnings
     */
    LoggingSettingsReader(List<Path> folders, SettingSources sources) {
        this.folders = folders;
        this.sources = sources;
    }

    Found read(SettingSources.Located value) {
        if (value.node().isObject()) {
            readObject(value.node(), value.places());
            return new Found(levels, Optional.empty());
        }
        if (!value.node().isTextual()) {
            sources.fault(
                    value.place()
                            + ": an object or a path is wanted, found "
                            + JsonDocument.kind(value.node()));
            return Found.NOTHING;
        }
        return readFile(value.node().textValue(), value.place());
    }

    private Found readFile(String name, String place) {
        Optional<Path> file =
                folders.stream()
                        .map(folder -> folder.resolve(name))
                        .filter(Files::isRegularFile)
                        .findFirst();
        if (file.isEmpty()) {
            sources.fault(place + ": there is no file '" + name + "'");
            return Found.NOTHING;
        }
        if (name.endsWith(".xml")) {
            return new Found(Map.of(), file.map(path -> path.toAbsolutePath().normalize()));
        }
        if (name.endsWith(".json")) {
            JsonDocument document = JsonDocument.read(file.get(), name);
            readObject(document.root(), document::place);
        } else {
            readIni(file.get(), name);
        }
        return new Found(levels, Optional.empty());
    }

    private void readObject(JsonNode root, UnaryOperator<String> places) {
        for (String field : NOT_READ) {
            if (!root.path(field).isEmpty()) {
                notRead(places.apply("/" + field), field);
            }
        }
        level("", root.path(ROOT).path(LEVEL), places, "/root/level");
        root.path(LOGGERS)
                .properties()
                .forEach(
                        logger ->
                                level(
                                        logger.getKey(),
                                        logger.getValue().path(LEVEL),
                                        places,
                                        "/loggers/" + escaped(logger.getKey()) + "/level"));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private void level(
            String logger, JsonNode level, UnaryOperator<String> places, String pointer) {
        if (!level.isMissingNode() && !level.isNull()) {
            level(logger, level.asText(), () -> places.apply(pointer));
        }
    }

    private void level(String logger, String text, Supplier<String> place) {
        if (text.equalsIgnoreCase("NOTSET") && !logger.isEmpty()) {
            return; // means: as the logger above it
        }
        Optional<LogLevel> level = LogLevel.of(text);
        if (level.isPresent()) {
            levels.put(logger, level.get());
        } else {
            sources.fault(
                    place.get()
                            + ": a level is wanted (CRITICAL, ERROR, WARNING, INFO, DEBUG), found '"
                            + text
                            + "'");
        }
    }

    private void notRead(String place, String what) {
        sources.warning(
                place
                        + ": '"
                        + what
                        + "' of Python's logging is not read, levels are; where lines go and how"
                        + " they look is said by use_structured_logging, or by a logback.xml as"
                        + " logging_settings");
    }

    private void readIni(Path file, String label) {
        try {
            for (IniFile.Section section : IniFile.read(file)) {
                readSection(section, label);
            }
        } catch (IOException e) {
            sources.fault(label + ": cannot be read as text: " + e.getMessage());
        }
    }

    private void readSection(IniFile.Section section, String label) {
        if (NOT_READ.contains(section.name()) && !section.value("keys").isBlank()) {
            notRead(label + ", line " + section.line(), section.name());
        }
        String level = section.value(LEVEL);
        if (section.name().startsWith("logger_") && !level.isEmpty()) {
            String name = section.name().substring("logger_".length());
            String qualified = section.value("qualname");
            String logger = name.equals(ROOT) ? "" : qualified.isEmpty() ? name : qualified;
            level(logger, level, () -> label + ", line " + section.line() + ", " + LEVEL);
        }
    }
}
