package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy(Duration.ofMillis(100));

    @Test
    void aChildThatWorkedIsReplacedAtOnceHoweverOftenItDies() {
        for (int i = 0; i < 100; i++) {
            assertThat(policy.died(true)).hasValue(Duration.ofMillis(100));
        }
    }

    @Test
    void oneThatNeverWorksIsTriedLessAndLessOftenAndThenNoMore() {
        for (long millis : new long[] {100, 1_000, 2_000, 4_000, 8_000, 16_000}) {
            assertThat(policy.died(false)).hasValue(Duration.ofMillis(millis));
        }
        assertThat(policy.died(false)).isEmpty();
        assertThat(policy.fruitless()).isEqualTo(7);
    }

    @Test
    void oneAnswerMakesUpForAllDeathsBefore() {
        for (int i = 0; i < 5; i++) {
            assertThat(policy.died(false)).isPresent();
        }
        assertThat(policy.died(true)).hasValue(Duration.ofMillis(100));
        assertThat(policy.died(false)).hasValue(Duration.ofMillis(100));
    }
}
