package io.bulkhead.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingSettingsReaderTest {
    @TempDir private Path work;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectories(work.resolve("folder"));
    }

    private SettingsLoader.Loaded read(String settings) throws IOException {
        Files.writeString(folder.resolve("settings.json"), settings);
        return new SettingsLoader(work, Map.of()).read(folder, Map.of());
    }

    private static Map<String, LogLevel> levels(SettingsLoader.Loaded loaded) {
        return loaded.settings().observability().levels();
    }

    @Test
    void readsLevelsOfADictionaryAndWarnsOfTheRest() throws IOException {
        SettingsLoader.Loaded loaded =
                read(
                        """
                        {"logging_settings": {
                          "version": 1, "disable_existing_loggers": false,
                          "handlers": {"default": {"class": "logging.StreamHandler"}},
                          "root": {"level": "ERROR", "handlers": ["default"]},
                          "loggers": {"mlserver": {"level": "debug", "propagate": false},
                            "mlserver.rest": {"level": 20}, "x": {"level": "NOTSET"}}}}
                        """);

        assertThat(levels(loaded))
                .containsOnly(
                        entry("", LogLevel.ERROR),
                        entry("mlserver", LogLevel.DEBUG),
                        entry("mlserver.rest", LogLevel.INFO));
        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .startsWith("settings.json, line 3, column 15: 'handlers' of Python's logging");
    }

    @Test
    void readsAJsonFileAndNamesThePlaceInIt() throws IOException {
        Files.writeString(
                folder.resolve("logging.json"),
                "{\n \"formatters\": {\"a\": {}},\n \"loggers\": {\"mlserver\": {\"level\": \"INFO\"}}}");

        SettingsLoader.Loaded loaded = read("{\"logging_settings\": \"logging.json\"}");

        assertThat(levels(loaded)).containsOnly(entry("mlserver", LogLevel.INFO));
        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .startsWith("logging.json, line 2, column 16: 'formatters'");
    }

    @Test
    void readsAnIniFile() throws IOException {
        Files.writeString(
                folder.resolve("logging.ini"),
                """
                [loggers]
                keys = root, mlserver, access
                ; a comment
                [handlers]
                keys=console
                [logger_root]
                level=WARN
                handlers=console
                [logger_mlserver]
                level: DEBUG
                [logger_access]
                qualname=uvicorn.access
                level = CRITICAL
                """);

        SettingsLoader.Loaded loaded = read("{\"logging_settings\": \"logging.ini\"}");

        assertThat(levels(loaded))
                .containsOnly(
                        entry("", LogLevel.WARNING),
                        entry("mlserver", LogLevel.DEBUG),
                        entry("uvicorn.access", LogLevel.ERROR));
        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .startsWith("logging.ini, line 4: 'handlers'");
    }

    @Test
    void takesALogbackFileAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.xml"), "<configuration/>");

        SettingsLoader.Loaded loaded = read("{\"logging_settings\": \"mine.xml\"}");

        assertThat(loaded.settings().observability().logback()).contains(file);
    }

    @Test
    void readsADictionaryFromTheEnvironment() {
        String value = "{\"root\": {\"level\": \"DEBUG\"}}";

        ServerSettings settings =
                new SettingsLoader(work, Map.of("MLSERVER_LOGGING_SETTINGS", value))
                        .load(folder, Map.of());

        assertThat(settings.observability().levels()).containsOnly(entry("", LogLevel.DEBUG));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> read("{\"logging_settings\": \"no.json\"}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("logging_settings: there is no file 'no.json'");
    }

    @Test
    void refusesALevelThatIsNone() {
        assertThatThrownBy(() -> read("{\"logging_settings\": {\"root\": {\"level\": \"LOUD\"}}}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("settings.json, line 1, column 41: a level is wanted")
                .hasMessageContaining("found 'LOUD'");
    }

    @Test
    void refusesWhatIsNeitherPathNorObject() {
        assertThatThrownBy(() -> read("{\"logging_settings\": 7}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("an object or a path is wanted, found 7");
    }
}
