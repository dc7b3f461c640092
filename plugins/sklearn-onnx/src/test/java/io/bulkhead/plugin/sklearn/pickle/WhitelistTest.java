package io.bulkhead.plugin.sklearn.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhitelistTest {
    private final Whitelist whitelist = Whitelist.load();

    @Test
    void findsEachOfItsNames() throws Exception {
        List<String> lines = lines();

        assertThat(lines).hasSizeGreaterThan(1_000).isSorted().doesNotHaveDuplicates();
        for (String line : lines) {
            int space = line.indexOf(' ');
            PickledName name = new PickledName(line.substring(0, space), line.substring(space + 1));
            assertThat(whitelist.require(name.module(), name.name())).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "__builtin__, boo",
        "__builtin__, bool1",
        "__builtin__, ''",
        "'', bool",
        "A, a",
        "zzz, zzz",
        "'__builtin__ bool', ''",
        "'', '__builtin__ bool'",
        "'__builtin__', 'bool\n__builtin__ bytearray'",
        "'__builtin__ bool\n__builtin__', 'bytearray'",
    })
    void findsNothingBetweenThem(String module, String name) {
        assertThatThrownBy(() -> whitelist.require(module, name))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("not on the whitelist");
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = Whitelist.class.getResourceAsStream("pickle-whitelist.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
