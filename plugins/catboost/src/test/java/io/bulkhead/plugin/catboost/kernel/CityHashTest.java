package io.bulkhead.plugin.catboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CityHashTest {
    private static final Path HASHES = Path.of("src/test/resources/reference/category-hashes.json");

    @Test
    void hashesEveryLengthAsCatboostDoes() throws IOException {
        JsonNode hashes = new ObjectMapper().readTree(HASHES.toFile());

        assertThat(hashes.size()).isGreaterThan(330);
        for (JsonNode one : hashes) {
            byte[] bytes = one.get("value").asText().getBytes(StandardCharsets.UTF_8);
            assertThat(CityHash.category(bytes, bytes.length))
                    .as("%d bytes", bytes.length)
                    .isEqualTo((int) one.get("hash").asLong());
        }
    }
}
