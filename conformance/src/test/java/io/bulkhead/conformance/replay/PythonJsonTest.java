package io.bulkhead.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonJsonTest {
    @Test
    void readsAndWritesNumbersThatAreNone() throws IOException {
        String text = "[NaN,Infinity,-Infinity]";
        assertThat(PythonJson.write(PythonJson.parse(text))).isEqualTo(text);
    }

    @Test
    void keepsIntegersOfAnySize() throws IOException {
        String text = "[123456789012345678901234567890,-9223372036854775809]";
        assertThat(PythonJson.write(PythonJson.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "INF",
                "-INF",
                "+Infinity",
                "{",
                "1 2",
                "{} x",
                "\ufeff{}",
                "'a'",
                "[1,]",
                "01"
            })
    void refusesWhatPythonRefuses(String text) {
        assertThatThrownBy(() -> PythonJson.parse(text)).isInstanceOf(StreamReadException.class);
    }
}
