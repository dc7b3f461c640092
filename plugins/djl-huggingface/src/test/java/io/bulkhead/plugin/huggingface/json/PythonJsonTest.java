package io.bulkhead.plugin.huggingface.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonJsonTest {
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "0.1, 0.1",
        "1e-3, 0.001",
        "0.00012345, 0.00012345",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "1.974794577108696e-05, 1.974794577108696e-05",
        "-2.5e-300, -2.5e-300",
        "1e7, 10000000.0",
        "123456789.25, 123456789.25",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "2e-323, 2e-323",
        "-0.0, -0.0"
    })
    void writesNumbersAsPythonDoes(double value, String text) {
        assertThat(PythonJson.write(value)).isEqualTo(text);
    }

    @Test
    void writesFloatsWithTheDigitsOfTheirDouble() {
        assertThat(PythonJson.write(0.1f)).isEqualTo("0.10000000149011612");
    }

    @Test
    void escapesAllButAscii() {
        assertThat(PythonJson.write("Ü\"\\\n\t\u007f🙂"))
                .isEqualTo("\"\\u00dc\\\"\\\\\\n\\t\\u007f\\ud83d\\ude42\"");
    }

    @Test
    void putsSpacesBehindCommasAndColons() {
        assertThat(PythonJson.write(List.of(1L, true, JsonNull.NULL, Map.of("a", List.of()))))
                .isEqualTo("[1, true, null, {\"a\": []}]");
    }

    @Test
    void writesRowsOfNumbersAsLists() {
        assertThat(PythonJson.write(new FloatRows(new float[] {9, 1, 2, 3, 4}, 1, 2, 2)))
                .isEqualTo("[[1.0, 2.0], [3.0, 4.0]]");
    }
}
