package io.bulkhead.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonRegexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a{x=\"1\"}  | a{x=\"1\"}",
                "a{}         | a{}",
                "^a{2}$      | aa",
                "^a{,2}$     | aa",
                "^a{2,}$     | aaa",
                "^a{1,2}$    | aa",
                "^[a&&b]$    | &",
                "^[[]$       | [",
                "^[]a]$      | ]",
                "^[^]a]$     | b",
                "^\\d$       | ٣",
                "^(?P<x>a)$  | a",
                "^\\{\\s*\\} | { }"
            })
    void findsWhatPythonFinds(String regex, String text) {
        assertThat(PythonRegex.compile(regex).matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"^a{,2}$ | aaa", "^a{2}$ | a{2}", "^[^]a]$ | ]", "^[a&&b]$ | c"})
    void findsNothingElse(String regex, String text) {
        assertThat(PythonRegex.compile(regex).matcher(text).find()).isFalse();
    }

    @Test
    void knowsNoLineEndButNewline() {
        assertThat(PythonRegex.compile("a.b").matcher("a\rb").find()).isTrue();
        assertThat(PythonRegex.compile("a.b").matcher("a\nb").find()).isFalse();
        assertThat(PythonRegex.compile("a$").matcher("a\n").find()).isTrue();
        assertThat(PythonRegex.compile("a$").matcher("a\r").find()).isFalse();
        assertThat(PythonRegex.compile("a\\Z").matcher("a\n").find()).isFalse();
    }

    @Test
    void anchorsLinesOnlyWhenTold() {
        assertThat(PythonRegex.compile("^b$").matcher("a\nb\nc").find()).isFalse();
        assertThat(PythonRegex.compileMultiline("^b$").matcher("a\nb\nc").find()).isTrue();
    }
}
