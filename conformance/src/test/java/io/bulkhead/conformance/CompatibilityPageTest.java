package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityPageTest {
    @TempDir Path scratch;

    @Test
    void replacesWhatIsBetweenTheMarkersAndNothingElse() throws IOException {
        Path file = scratch.resolve("page.md");
        String text = "before\n<!-- conformance:begin -->\n%s<!-- conformance:end -->\nafter\n";
        Files.writeString(file, text.formatted("old\n"));
        CompatibilityPage page = new CompatibilityPage(file);

        page.update("new\n");

        assertThat(file).hasContent(text.formatted("new\n"));
        assertThat(page.table()).isEqualTo("new\n");
    }

    @Test
    void saysWhichMarkerIsMissing() throws IOException {
        Path file = Files.writeString(scratch.resolve("page.md"), "nothing\n");
        assertThatThrownBy(() -> new CompatibilityPage(file).table())
                .hasMessageContaining("conformance:begin");
    }
}
