package io.bulkhead.host.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md to the code. */
class MetricsPageTest {
    private static final String HEADER = "| metric | type | |";

    @Test
    void pageListsEveryMetricWithTypeAndMeaning() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/metrics.md"));
        List<String> rows =
                lines.stream()
                        .skip(lines.indexOf(HEADER) + 2L)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();
        List<String> text =
                new PrometheusMetrics("rest_server", (model, version) -> true)
                        .text()
                        .lines()
                        .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        text.stream()
                                .filter(line -> line.startsWith("# HELP "))
                                .map(help -> row(help, text))
                                .toList());
    }

    private static String row(String help, List<String> text) {
        String[] words = help.split(" ", 4);
        String prefix = "# TYPE " + words[2] + " ";
        String type =
                text.stream().filter(line -> line.startsWith(prefix)).findFirst().orElseThrow();
        return "| `%s` | %s | %s |".formatted(words[2], type.substring(prefix.length()), words[3]);
    }
}
