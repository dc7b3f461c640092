package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page shows is what the examples are, which {@link JavaExamplesIT} builds and asks. */
class WritingARuntimePageTest {
    private static final Path PAGE = Path.of("..", "docs", "writing-a-runtime.md");
    private static final Path EXAMPLES = Path.of("..", "examples", "java");
    private static final Pattern SNIPPET =
            Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void everySnippetIsPartOfAnExample() throws IOException {
        List<String> files = files();
        Matcher snippets = SNIPPET.matcher(Files.readString(PAGE));
        int found = 0;
        while (snippets.find()) {
            String snippet = snippets.group(2);
            assertThat(files).as(snippet).anyMatch(file -> file.contains(snippet));
            found++;
        }
        assertThat(found).isGreaterThan(8);
    }

    private static List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(EXAMPLES)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.add(Files.readString(file));
            }
        }
        return files;
    }
}
