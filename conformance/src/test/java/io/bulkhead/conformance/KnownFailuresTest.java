package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.conformance.replay.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownFailuresTest {
    @TempDir Path scratch;

    @Test
    void namesACaseAndItsReason() throws IOException {
        KnownFailures known = read("# comment", "", "data/bad-utf8 — Jackson repairs it");

        assertThat(known.lineFor(recorded("data", "bad-utf8")))
                .hasValueSatisfying(
                        line -> assertThat(line.reason()).isEqualTo("Jackson repairs it"));
        assertThat(known.lineFor(recorded("data", "bad-utf8-too"))).isEmpty();
        assertThat(known.lineFor(recorded("other", "bad-utf8"))).isEmpty();
    }

    @Test
    void anAsteriskInANameStandsForAnyText() throws IOException {
        KnownFailures known = read("data/cat-*-grpc — no CatBoost yet");

        assertThat(known.lineFor(recorded("data", "cat-a.b-grpc"))).isPresent();
        assertThat(known.lineFor(recorded("data", "cat-a-rest"))).isEmpty();
        assertThat(known.isServed("data")).isTrue();
    }

    @Test
    void aSuiteWithoutServerIsOneLine() throws IOException {
        KnownFailures known = read("mllib/* — no runtime yet");

        assertThat(known.isServed("mllib")).isFalse();
        assertThat(known.isServed("data")).isTrue();
    }

    @Test
    void findsLinesThatNameNoCase() throws IOException {
        KnownFailures known = read("data/gone — x", "data/here — y");

        assertThat(known.withoutCase(List.of(recorded("data", "here"))))
                .extracting(KnownFailures.Line::name)
                .containsExactly("gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/case", "data/case —", "case — reason", "data/case - reason"})
    void wantsAReason(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("suite/case — reason");
    }

    private KnownFailures read(String... lines) throws IOException {
        return KnownFailures.read(Files.write(scratch.resolve("known.txt"), List.of(lines)));
    }

    private static RecordedCase recorded(String suite, String name) {
        return new RecordedCase(suite, name, List.of());
    }
}
