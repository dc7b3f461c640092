package io.bulkhead.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ServingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexRequestReaderTest {
    private static boolean readyOnly(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return IndexRequestReader.readReadyOnly(bytes, 0, bytes.length);
    }

    @Test
    void readsTheIndexRequest() {
        assertThat(readyOnly("{}")).isFalse();
        assertThat(readyOnly("{\"foo\":[1],\"ready\":true}")).isTrue();
        assertThat(readyOnly("{\"ready\":false}")).isFalse();
        assertThat(readyOnly("{\"ready\":null}")).isFalse();
        assertThat(readyOnly("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "null", "{\"ready\":\"abc\"}", "{} x"})
    void refusesOtherIndexRequests(String json) {
        assertThatExceptionOfType(ServingException.class).isThrownBy(() -> readyOnly(json));
    }
}
