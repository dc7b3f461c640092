package io.bulkhead.host.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadersTest {
    private final AnswerHeaders headers = new AnswerHeaders();

    private Map<String, List<String>> of(Map<String, ?> given) {
        return headers.of(new ModelId("m", ""), response(Parameters.of("headers", given)));
    }

    private static InferenceResponse response(Parameters parameters) {
        return new InferenceResponse(List.of(), parameters);
    }

    @Test
    void valuesBecomeTextAndNamesLowerCase() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("X-Text", "a b");
        given.put("x-number", 2.5);
        given.put("x-list", List.of("a", 1, true));

        assertThat(of(given))
                .containsExactly(
                        Map.entry("x-text", List.of("a b")),
                        Map.entry("x-number", List.of("2.5")),
                        Map.entry("x-list", List.of("a", "1", "true")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "content-type",
                "Transfer-Encoding",
                "connection",
                "Ce-Id",
                "grpc-status",
                "bulkhead-error-code",
                "Access-Control-Allow-Origin",
                "x-bytes-bin",
                "two words",
                "line\r\nbreak",
                "colon:",
                "",
                "größe"
            })
    void namesThatAreNotTheModelsAreLeftOut(String name) {
        assertThat(of(Map.of(name, "v", "x-good", "v"))).containsOnlyKeys("x-good");
    }

    @Test
    void whatHasNoTextIsLeftOut() {
        assertThat(of(Map.of("x-map", Map.of("a", 1), "x-none", List.of()))).isEmpty();
    }

    @Test
    void noMoreThanAClientTakes() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("x-large", "v".repeat(4000));
        given.put("x-next", "v".repeat(100));
        given.put("x-encoded", "\n".repeat(10));
        given.put("x-small", "v");

        assertThat(of(given)).containsOnlyKeys("x-large", "x-small");
    }

    @Test
    void bodyIsTheSameWithoutThem() {
        InferenceResponse plain = response(Parameters.of("k", "v"));

        assertThat(AnswerHeaders.withoutHeaders(plain)).isSameAs(plain);
        assertThat(
                        AnswerHeaders.withoutHeaders(
                                response(plain.parameters().with("headers", Map.of("a", "b")))))
                .isEqualTo(plain);
    }
}
