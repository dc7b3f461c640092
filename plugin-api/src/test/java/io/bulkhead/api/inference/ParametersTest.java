package io.bulkhead.api.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void keepsTheOrderGivenAndWidensNumbers() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("z", 1);
        given.put("a", 2.5f);
        Parameters parameters = Parameters.copyOf(given);
        assertThat(parameters.asMap()).containsExactly(Map.entry("z", 1L), Map.entry("a", 2.5));
        assertThat(parameters.getLong("z")).contains(1L);
        assertThat(parameters.getDouble("z")).contains(1.0);
        assertThat(parameters.getString("z")).isEmpty();
    }

    @Test
    void laterChangesToTheMapDoNotReachThem() {
        Map<String, Object> given = new LinkedHashMap<>(Map.of("k", "v"));
        Parameters parameters = Parameters.copyOf(given);
        given.put("k", "w");
        assertThat(parameters.getString("k")).contains("v");
        assertThat(parameters.with("k", "x").getString("k")).contains("x");
        assertThat(parameters.getString("k")).contains("v");
    }

    @Test
    void refusesWhatTheProtocolCannotCarry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.of("when", new Object()))
                .withMessageContaining("'when'");
    }

    @Test
    void nestedObjectsAreParametersOfTheirOwn() {
        Parameters parameters =
                Parameters.of("extra", Map.of("threads", 2, "names", List.of("a", "b")));
        assertThat(parameters.getParameters("extra").getLong("threads")).contains(2L);
        assertThat(parameters.getParameters("extra").get("names")).contains(List.of("a", "b"));
        assertThat(parameters.getParameters("none").isEmpty()).isTrue();
    }

    @Test
    void takingTheLastOneAwayLeavesNone() {
        assertThat(Parameters.ofContentType("np").contentType()).isEqualTo("np");
        assertThat(Parameters.ofContentType("np").without("content_type"))
                .isSameAs(Parameters.empty());
    }

    @Test
    void lazyValueIsMadeWhenReadAndOnce() {
        AtomicInteger made = new AtomicInteger();
        Parameters parameters =
                Parameters.of("headers", "replaced")
                        .with("content_type", "np")
                        .withLazy("headers", () -> Map.of("n", made.incrementAndGet()));

        assertThat(parameters.contentType()).isEqualTo("np");
        assertThat(parameters.isEmpty()).isFalse();
        assertThat(parameters.without("headers")).isEqualTo(Parameters.ofContentType("np"));
        assertThat(made).hasValue(0);
        assertThat(parameters.getParameters("headers").getLong("n")).contains(1L);
        assertThat(parameters.asMap().keySet()).containsExactly("content_type", "headers");
        assertThat(parameters)
                .isEqualTo(Parameters.ofContentType("np").with("headers", Map.of("n", 1)));
        assertThat(made).hasValue(1);
    }
}
