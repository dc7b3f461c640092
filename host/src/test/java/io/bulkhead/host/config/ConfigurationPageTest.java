package io.bulkhead.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the code. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static List<String> rowsBelow(String header) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        assertThat(lines).contains(header);
        return lines.stream()
                .skip(lines.indexOf(header) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    @Test
    void pageListsEverySettingWithTypeDefaultAndMeaning() throws IOException {
        assertThat(rowsBelow("| setting | type | default | |"))
                .containsExactlyElementsOf(
                        SettingKey.all().stream()
                                .map(k -> row(k.name(), k.type(), k.defaultValue(), k.doc()))
                                .toList());
    }

    @Test
    void pageListsEverySettingOfTheServerThatHasNoEffectAndWhy() throws IOException {
        assertThat(rowsBelow("| setting of MLServer | why it has no effect |"))
                .containsExactlyElementsOf(
                        IneffectiveSetting.all().stream()
                                .map(s -> "| `%s` | %s |".formatted(s.name(), s.reason()))
                                .toList());
    }

    @Test
    void pageListsEverySettingOfAModel() throws IOException {
        assertThat(rowsBelow("| field | type | default | |"))
                .containsExactlyElementsOf(
                        ModelSettingKey.working().stream()
                                .filter(key -> !key.equals(ModelSettingKey.PARAMETERS))
                                .map(
                                        k ->
                                                row(
                                                        k.shownName(),
                                                        k.type().words(),
                                                        k.defaultValue(),
                                                        k.doc()))
                                .toList());
    }

    @Test
    void pageListsEveryModelSettingThatHasNoEffectAndWhy() throws IOException {
        assertThat(rowsBelow("| field of MLServer | why it has no effect |"))
                .containsExactlyElementsOf(
                        ModelSettingKey.withoutEffect().stream()
                                .map(k -> "| `%s` | %s |".formatted(k.shownName(), k.doc()))
                                .toList());
    }

    private static String row(String name, String type, String defaultValue, String doc) {
        return "| `%s` | %s |%s | %s |".formatted(name, type, cell(defaultValue), doc);
    }

    private static String cell(String defaultValue) {
        if (defaultValue.isEmpty()) {
            return "";
        }
        return defaultValue.contains(" ") ? " " + defaultValue : " `" + defaultValue + "`";
    }
}
