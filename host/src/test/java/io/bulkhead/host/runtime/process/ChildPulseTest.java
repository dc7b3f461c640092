package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildPulseTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ChildPulse pulse = new ChildPulse();

    @Test
    void severalMissedDeadlinesOverALongTimeAreAHang() {
        for (int second = 0; second < 3; second++) {
            pulse.missed(Duration.ofSeconds(second).toNanos());
        }
        assertThat(pulse.hangs(Duration.ofSeconds(9).toNanos(), LONG)).isFalse();
        assertThat(pulse.hangs(Duration.ofSeconds(10).toNanos(), LONG)).isTrue();
    }

    @Test
    void oneMissedDeadlineIsNone() {
        pulse.missed(0);
        assertThat(pulse.hangs(Duration.ofDays(1).toNanos(), LONG)).isFalse();
    }

    @Test
    void anAnswerBetweenThemShowsThatItWorks() {
        pulse.missed(0);
        pulse.missed(1);
        pulse.answered();
        pulse.missed(2);
        assertThat(pulse.hangs(Duration.ofDays(1).toNanos(), LONG)).isFalse();
        assertThat(pulse.hasAnswered()).isTrue();
    }
}
