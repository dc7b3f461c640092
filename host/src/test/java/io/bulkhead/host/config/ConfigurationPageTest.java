package io.bulkhead.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the code. */
class ConfigurationPageTest {
    private static final String HEADER = "| setting | type | default | |";

    @Test
    void pageListsEverySettingWithTypeDefaultAndMeaning() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/configuration.md"));
        List<String> rows =
                lines.stream()
                        .skip(lines.indexOf(HEADER) + 2L)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        SettingKey.all().stream().map(ConfigurationPageTest::row).toList());
    }

    private static String row(SettingKey key) {
        return "| `%s` | %s |%s | %s |"
                .formatted(key.name(), key.type(), cell(key.defaultValue()), key.doc());
    }

    private static String cell(String defaultValue) {
        if (defaultValue.isEmpty()) {
            return "";
        }
        return defaultValue.contains(" ") ? " " + defaultValue : " `" + defaultValue + "`";
    }
}
